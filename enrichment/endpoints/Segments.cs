using System.Buffers;

namespace Engine.Enrichment.Endpoints;

/// <summary>Recognises typed segments: numbers, identifiers, addresses, dates. One pass over the characters, no regular expressions.</summary>
internal static class Segments
{
    /// <summary>Longer segments are no words of an API.</summary>
    public const int LongestLiteral = 64;

    private const int ShortestHash = 16;
    private const int ShortestToken = 20;
    private const int ShortestCode = 6;
    private const int MostCodeDashes = 2;

    private static readonly SearchValues<char> s_notInEmail = SearchValues.Create(" <>()\"',;:/\\");
    private static readonly SearchValues<char> s_versionCharacters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> s_wordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");

    // Words of an API begin with '$' in OData, and end in ":verb" where Google wrote them.
    private static readonly SearchValues<char> s_apiCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:$");

    private static readonly string[] s_placeholders =
        ["", "{id}", "{number}", "{uuid}", "{ulid}", "{objectid}", "{hash}", "{email}", "{phone}", "{date}", "{token}", "{code}", "{slug}", "{any}", "..", "{*}"];

    public static int KindCount => s_placeholders.Length;

    /// <summary>How a kind stands in a template.</summary>
    public static string Placeholder(SegmentKind kind) => s_placeholders[(int)kind];

    /// <summary>Names an object: the value is worth an <see cref="Schemas.ObjectRef"/>.</summary>
    public static bool NamesObject(SegmentKind kind) => kind is >= SegmentKind.Id and <= SegmentKind.Slug and not (SegmentKind.Number or SegmentKind.Date);

    /// <summary>A JSON Web Token, or the beginning of one.</summary>
    public static bool IsWebToken(SegmentKind kind, ReadOnlySpan<char> text) => kind == SegmentKind.Token && text.StartsWith("eyJ");

    /// <summary>Personal data: leaves enrichment as a keyed hash only.</summary>
    public static bool IsPersonal(SegmentKind kind) => kind is SegmentKind.Email or SegmentKind.Phone;

    /// <param name="text">Decoded; without matrix parameters.</param>
    public static SegmentKind KindOf(ReadOnlySpan<char> text)
    {
        // Most segments are plain words.
        if (text.Length < ShortestToken && !text.ContainsAnyExcept(s_wordCharacters))
            return SegmentKind.Literal;
        var counts = default(CharacterCounts);
        if (!counts.Read(text))
            return SegmentKind.Literal;
        if (counts.Digits == text.Length)
            return SegmentKind.Id;
        if (text.Length >= 8 && counts.Ats == 1 && IsEmail(text))
            return SegmentKind.Email;
        if (counts.Digits == 0)
            return text is "." or ".." ? SegmentKind.Dots : Named(text, counts);
        if (text[0] == '+' && counts.Digits == text.Length - 1 && counts.Digits is >= 7 and <= 15)
            return SegmentKind.Phone;
        if (counts.Letters == 0 && IsNumber(text, counts))
            return SegmentKind.Number;
        if (text.Length >= 10 && IsDate(text))
            return SegmentKind.Date;
        if (text.Length == 36 && counts.Dashes == 4 && counts.HexDigits == 32 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-')
            return SegmentKind.Uuid;
        if (counts.HexDigits == text.Length && text.Length >= ShortestHash)
            return text.Length == 24 ? SegmentKind.ObjectId : SegmentKind.Hash;
        if (text.Length == 26 && counts.Letters + counts.Digits == 26 && text[0] is >= '0' and <= '7' && (counts.Upper == 0 || counts.Lower == 0))
            return SegmentKind.Ulid;
        return Named(text, counts);
    }

    /// <summary>"v1", "v2.1", "v1beta1", "en-US": parts of an API's own shape, whatever stands beside them.</summary>
    public static bool IsVersionOrLocale(ReadOnlySpan<char> text) => text switch
    {
        ['v' or 'V', >= '0' and <= '9', ..] => IsVersion(text[1..]),
        [>= 'a' and <= 'z', >= 'a' and <= 'z', '-' or '_', >= 'A' and <= 'Z', >= 'A' and <= 'Z'] => true,
        _ => false,
    };

    /// <summary>What is neither number, identifier nor date: a word, unless no person would write it or no API would have it.</summary>
    private static SegmentKind Named(ReadOnlySpan<char> text, in CharacterCounts counts)
    {
        if (text.StartsWith("eyJ") && counts.Dots is >= 1 and <= 4 && text.Length > 40)
            return SegmentKind.Token;
        if (counts.Others > 0 && text.ContainsAnyExcept(s_apiCharacters))
            return SegmentKind.Slug;
        if (text.Length >= ShortestToken && IsToken(text, counts))
            return SegmentKind.Token;
        if (text.Length > LongestLiteral)
            return SegmentKind.Slug;
        return text.Length >= ShortestCode && counts.Digits > 0 && IsCode(text, counts) && !IsVersionOrLocale(text) ? SegmentKind.Code : SegmentKind.Literal;
    }

    private static bool IsToken(ReadOnlySpan<char> text, in CharacterCounts counts) =>
        counts.Others == 0 && counts.Dots == 0 && counts.Dashes <= text.Length / 8 && counts.Digits > 0
        && (counts.Upper > 0 && counts.Lower > 0
            ? counts.DigitGroups >= 2 && counts.Changes >= text.Length / 3
            : counts.Dashes == 0 && counts.DigitGroups >= 3);

    /// <summary>Running numbers ("INV-00017") and random letters with digits, not the numbers that words carry: "oauth2", "sha256", "report-2026".</summary>
    private static bool IsCode(ReadOnlySpan<char> text, in CharacterCounts counts)
    {
        if (counts.Others > 0 || counts.Dots > 0 || counts.Dashes > MostCodeDashes)
            return false;
        var isYear = counts.LongestDigits == 4 && (text.Contains("20", StringComparison.Ordinal) || text.Contains("19", StringComparison.Ordinal));
        if (counts.LongestDigits >= 4 && !isYear)
            return true;
        var isHexadecimal = counts.HexDigits == text.Length && counts.Digits >= 2;
        var isMixed = counts.Upper > 0 && counts.Lower > 0 && counts.Changes * 20 > text.Length * 11;
        return isHexadecimal || isMixed || (counts.DigitGroups >= 2 && counts.Changes >= 4);
    }

    private static bool IsVersion(ReadOnlySpan<char> number)
    {
        var digits = number.IndexOfAnyExcept(s_versionCharacters);
        if (digits < 0)
            return number.Length <= 5;
        return digits is 1 or 2 && number.Length <= 10 && number[digits..].TrimEnd("0123456789") is "alpha" or "beta" or "rc" or "preview";
    }

    private static bool IsNumber(ReadOnlySpan<char> text, in CharacterCounts counts) =>
        counts.Dots <= 1 && counts.Dashes <= 1 && counts.Others == 0 && counts.Digits + counts.Dots + counts.Dashes == text.Length
        && (counts.Dashes == 0 || text[0] == '-') && text[0] != '.' && text[^1] is >= '0' and <= '9';

    private static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text[4] != '-' || text[7] != '-' || (text.Length > 10 && text[10] is not ('T' or 't' or ' ')))
            return false;
        return IsDigits(text[..4]) && IsDigits(text[5..7]) && IsDigits(text[8..10]);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        var domain = text[(at + 1)..];
        var dot = domain.LastIndexOf('.');
        return at > 0 && dot > 0 && dot < domain.Length - 1 && !text.ContainsAny(s_notInEmail);
    }
}
