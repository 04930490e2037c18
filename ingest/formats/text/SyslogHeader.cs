namespace Engine.Ingest.Formats.Text;

/// <summary>
/// What syslog writes before the text of an application: the header of RFC 5424, or of RFC 3164, which many write differently: with an
/// RFC 3339 time, without host, without tag.
/// </summary>
internal static class SyslogHeader
{
    private const int MostTag = 128, TokensOf5424 = 5, LegacyTimeLength = 15;
    private const byte Space = (byte)' ';

    /// <summary>Takes <c>&lt;190&gt;</c> from the front; false where it is not there.</summary>
    public static bool TrySkipPriority(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != '<')
            return false;
        var end = rest.IndexOf((byte)'>');
        if (end is < 2 or > 4 || rest[1..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>The text behind <c>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA</c>; false where that is not there.</summary>
    public static bool TrySkip5424(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!rest.StartsWith("1 "u8))
            return false;
        rest = rest[2..];
        for (var i = 0; i < TokensOf5424; i++)
        {
            if (!TrySkipToken(ref rest))
                return false;
        }

        if (!TrySkipStructure(ref rest))
            return false;
        text = rest.StartsWith(" "u8) ? rest[1..] : rest;
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return true;
    }

    /// <summary>The text behind what there is of <c>TIMESTAMP HOSTNAME TAG: </c>.</summary>
    /// <param name="rest">The message behind its priority.</param>
    /// <param name="isWhole">True: it has a time and a tag, so that it is no text of something else.</param>
    public static ReadOnlySpan<byte> Skip3164(ReadOnlySpan<byte> rest, out bool isWhole)
    {
        var hasTime = TrySkipTime(ref rest);
        var after = AfterTag(rest, out var hasTag);
        // "host tag: text", or "tag: text" where the sender leaves the host out.
        if (hasTime && !hasTag && TrySkipToken(ref rest))
            after = AfterTag(rest.TrimStart(Space), out hasTag);
        isWhole = hasTime && hasTag;
        return after;
    }

    // [id name="value" …], where a quote, a bracket and a backslash in a value have a backslash before them.
    private static bool TrySkipStructure(ref ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("-"u8))
        {
            rest = rest[1..];
            return true;
        }

        if (!rest.StartsWith("["u8))
            return false;
        var isQuoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            var next = rest[i];
            if (isQuoted && next == '\\')
                i++;
            else if (next == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && next == ']' && (i + 1 == rest.Length || rest[i + 1] != '['))
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    // Mmm dd hh:mm:ss, or an RFC 3339 time.
    private static bool TrySkipTime(ref ReadOnlySpan<byte> rest)
    {
        var isLegacy = rest.Length > LegacyTimeLength && rest[3] == Space && rest[6] == Space && rest[9] == ':' && rest[12] == ':' && rest[LegacyTimeLength] == Space;
        if (isLegacy)
            rest = rest[LegacyTimeLength..];
        else if (rest.Length <= 10 || !char.IsAsciiDigit((char)rest[0]) || rest[10] != 'T' || !TrySkipToken(ref rest))
            return false;
        rest = rest.TrimStart(Space);
        return true;
    }

    /// <summary>Text behind "nginx:" or "haproxy[17]:", or the same text where there is no tag.</summary>
    private static ReadOnlySpan<byte> AfterTag(ReadOnlySpan<byte> rest, out bool hasTag)
    {
        var end = rest.IndexOf((byte)':');
        hasTag = end is > 0 and <= MostTag && !rest[..end].ContainsAny(" \"{}"u8) && (end + 1 == rest.Length || rest[end + 1] == Space);
        return hasTag ? rest[(end + 1)..].TrimStart(Space) : rest;
    }

    private static bool TrySkipToken(ref ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf(Space);
        if (space <= 0)
            return false;
        rest = rest[(space + 1)..];
        return true;
    }
}
