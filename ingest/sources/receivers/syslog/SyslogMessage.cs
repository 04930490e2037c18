namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>
/// The part of a syslog message that an application wrote, behind the header of RFC 5424 or of RFC 3164, which many write differently: with
/// an RFC 3339 time, without host, without tag. What has no priority in front is taken whole.
/// </summary>
internal static class SyslogMessage
{
    private const int MostTag = 64, TokensOf5424 = 5;
    private const int LegacyTimeLength = 15;
    private const byte Space = (byte)' ';

    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> message)
    {
        message = message.TrimEnd("\r\n\0"u8);
        var rest = message;
        if (!TrySkipPriority(ref rest))
            return message;
        return rest.StartsWith("1 "u8) && TrySkip5424(rest[2..], out var body) ? body : Skip3164(rest);
    }

    private static bool TrySkipPriority(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'>');
        if (rest.IsEmpty || rest[0] != '<' || end is < 2 or > 4 || rest[1..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]</summary>
    private static bool TrySkip5424(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> body)
    {
        body = default;
        for (var i = 0; i < TokensOf5424; i++)
        {
            if (!TrySkipToken(ref rest))
                return false;
        }

        if (!TrySkipStructure(ref rest))
            return false;
        body = rest.StartsWith(" "u8) ? rest[1..] : rest;
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return true;
    }

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

    private static ReadOnlySpan<byte> Skip3164(ReadOnlySpan<byte> rest)
    {
        if (IsLegacyTime(rest))
            rest = rest[LegacyTimeLength..].TrimStart(Space);
        else if (rest.Length > 0 && char.IsAsciiDigit((char)rest[0]) && rest.IndexOf((byte)'T') == 10 && TrySkipToken(ref rest))
            rest = rest.TrimStart(Space);
        else
            return AfterTag(rest, out _);
        // "host tag: text", or "tag: text" where the sender leaves the host out.
        var after = AfterTag(rest, out var hasTag);
        if (hasTag || !TrySkipToken(ref rest))
            return after;
        return AfterTag(rest.TrimStart(Space), out _);
    }

    private static bool IsLegacyTime(ReadOnlySpan<byte> rest) =>
        rest.Length > LegacyTimeLength && rest[3] == Space && rest[6] == Space && rest[9] == ':' && rest[12] == ':' && rest[LegacyTimeLength] == Space;

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
