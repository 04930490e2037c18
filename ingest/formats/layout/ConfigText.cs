using System.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>The quoting that the configurations of nginx and Apache share.</summary>
internal static class ConfigText
{
    /// <summary>Words of a directive, quotes taken off and escapes left; null where a quote does not end. A semicolon ends the directive.</summary>
    public static IReadOnlyList<string>? Words(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            if (text[i] == ';')
                break;
            var quote = text[i] is '"' or '\'' ? text[i++] : '\0';
            var start = i;
            while (i < text.Length && (quote == '\0' ? !char.IsWhiteSpace(text[i]) && text[i] != ';' : text[i] != quote))
                i += text[i] == '\\' && i + 1 < text.Length ? 2 : 1;
            if (quote != '\0' && i >= text.Length)
                return null;
            words.Add(text[start..Math.Min(i, text.Length)]);
            i += quote == '\0' ? 0 : 1;
        }

        return words;
    }

    /// <summary>Undoes the escapes of a configuration; a backslash before another sign stays.</summary>
    public static string Unescape(string word)
    {
        var text = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            var next = word[i] == '\\' && i + 1 < word.Length ? word[i + 1] : '\0';
            var plain = next switch { '"' or '\'' or '\\' => next, 't' => '\t', 'r' => '\r', 'n' => '\n', _ => '\0' };
            text.Append(plain == '\0' ? word[i] : plain);
            i += plain == '\0' ? 0 : 1;
        }

        return text.ToString();
    }
}
