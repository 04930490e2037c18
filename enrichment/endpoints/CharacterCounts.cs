namespace Engine.Enrichment.Endpoints;

/// <summary>What a segment is made of.</summary>
internal struct CharacterCounts
{
    /// <summary>More than this is never a single identifier; only the beginning is looked at, so that time is bounded.</summary>
    private const int Longest = 4096;

    public int Digits;
    public int Upper;
    public int Lower;

    /// <summary>0-9, a-f, A-F.</summary>
    public int HexDigits;
    public int Dots;

    /// <summary>'-' and '_'.</summary>
    public int Dashes;
    public int Ats;
    public int Others;

    /// <summary>Runs of digits.</summary>
    public int DigitGroups;

    /// <summary>Digits of the longest run.</summary>
    public int LongestDigits;

    /// <summary>Steps between upper case, lower case and digits.</summary>
    public int Changes;

    public readonly int Letters => Upper + Lower;

    /// <returns>False: empty, so there is nothing to know.</returns>
    public bool Read(ReadOnlySpan<char> text)
    {
        var previous = 0;
        var run = 0;
        foreach (var c in text[..Math.Min(text.Length, Longest)])
        {
            var group = 0;
            if (char.IsAsciiDigit(c))
            {
                Digits++;
                HexDigits++;
                group = 1;
                if (previous != 1)
                {
                    DigitGroups++;
                    run = 0;
                }

                LongestDigits = Math.Max(LongestDigits, ++run);
            }
            else if (char.IsAsciiLetterLower(c))
            {
                Lower++;
                group = 2;
                if (c <= 'f')
                    HexDigits++;
            }
            else if (char.IsAsciiLetterUpper(c))
            {
                Upper++;
                group = 3;
                if (c <= 'F')
                    HexDigits++;
            }
            else if (c is '-' or '_')
                Dashes++;
            else if (c == '.')
                Dots++;
            else if (c == '@')
                Ats++;
            else
                Others++;
            if (group != previous)
                Changes++;
            previous = group;
        }

        return text.Length > 0;
    }
}
