using System.Text;

namespace Engine.App.Commands;

/// <summary>Text written by strangers on its way to a terminal.</summary>
internal static class Printable
{
    /// <summary>The text with control and formatting characters as '?', so that it can neither move the cursor nor hide anything.</summary>
    public static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isHidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune)
                is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.OtherNotAssigned;
            safe.Append(isHidden ? "?" : rune.ToString());
        }

        return safe.ToString();
    }
}
