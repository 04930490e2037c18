using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Engine.App.Terminal;

/// <summary>
/// Makes text that someone else wrote safe for a terminal. Nearly everything the engine prints was chosen by an attacker: an escape
/// sequence in a path would rewrite the analyst's screen, and a bracket would be read as Spectre markup.
/// </summary>
internal static class Printable
{
    /// <summary>Longest text of a table's cell: a longer one was written to fill the screen.</summary>
    private const int LongestCell = 2_000;

    /// <summary>One line: control and format characters (escape sequences, line ends, right-to-left overrides) and lone surrogates as visible escapes.</summary>
    public static string Text(string text) => Safe(text, keepsLines: false);

    /// <summary><see cref="Text"/> that keeps line ends and tabs: the answer to a question, not a part of a line.</summary>
    public static string Lines(string text) => Safe(text, keepsLines: true);

    /// <summary><see cref="Text"/> for a place where Spectre reads markup, of bounded length; null is empty.</summary>
    public static string InMarkup(string? text) => text is null
        ? ""
        : Markup.Escape(Text(text.Length <= LongestCell ? text : string.Concat(text.AsSpan(0, LongestCell), "…")));

    private static string Safe(string text, bool keepsLines)
    {
        if (IsPlain(text)) return text;

        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (keepsLines && (text[i] is '\n' or '\t'))
            {
                safe.Append(text[i]);
            }
            else if (char.IsSurrogatePair(text, i))
            {
                if (IsHarmless(CharUnicodeInfo.GetUnicodeCategory(text, i)))
                    safe.Append(text, i, 2);
                else
                    safe.Append(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(text, i):x8}");
                i++;
            }
            else if (IsHarmless(char.GetUnicodeCategory(text[i])))
            {
                safe.Append(text[i]);
            }
            else
            {
                safe.Append(text[i] switch
                {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < (char)0x100 => $"\\x{(int)text[i]:x2}",
                    _ => $"\\u{(int)text[i]:x4}",
                });
            }
        }

        return safe.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or > '~') return false;
        }

        return true;
    }

    private static bool IsHarmless(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
