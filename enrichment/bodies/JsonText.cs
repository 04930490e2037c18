using System.Globalization;
using System.Text;

namespace Engine.Enrichment.Bodies;

/// <summary>A text of JSON as it stands between its quotes.</summary>
internal static class JsonText
{
    /// <returns>What it says; whatever cannot be told stays as it stands.</returns>
    public static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length)
                    plain.Append(text[i]);
                continue;
            }

            if (text[i] == 'u' && i + 4 < text.Length && int.TryParse(text.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(text[i] switch { 'n' => '\n', 'r' or 't' or 'b' or 'f' => ' ', var c => c });
            }
        }

        return plain.ToString();
    }
}
