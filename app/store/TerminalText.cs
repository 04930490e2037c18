using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Engine.App.Store;

/// <summary>
/// Text that an attacker may have written (paths, user agents, names), made harmless for a terminal: control characters, which could
/// move the cursor, change colours or the clipboard, and direction marks, which could swap what stands where, become visible escapes.
/// </summary>
internal static class TerminalText
{
    /// <summary>Longest text in a cell.</summary>
    private const int Longest = 2_000;

    /// <param name="text">Anything.</param>
    /// <param name="lines">True keeps line ends and tabs.</param>
    public static string Clean(string text, bool lines = false)
    {
        var first = 0;
        while (first < text.Length && IsHarmless(text[first], lines))
            first++;
        if (first == text.Length)
            return text;
        var clean = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (var c in text.AsSpan(first))
        {
            if (IsHarmless(c, lines))
                clean.Append(c);
            else
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return clean.ToString();
    }

    /// <summary>For a cell of Spectre.Console: harmless, its markup not interpreted, of bounded length.</summary>
    public static string Cell(string? text)
    {
        if (text is null)
            return "";
        return Markup.Escape(Clean(text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…")));
    }

    private static bool IsHarmless(char c, bool lines) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control => lines && c is '\n' or '\t' && lines,
        // Direction overrides and isolates, zero-width characters, line and paragraph separators.
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => char.IsSurrogate(c),
        _ => true,
    };
}
