namespace Engine.Ingest.Envelopes;

/// <summary>
/// A syslog line: RFC 5424, RFC 3164, and what rsyslog and syslog-ng write into files, which lack the priority and may have an RFC 3339 time.
/// </summary>
/// <remarks>
/// Host, tag and structured data are written by the sender's machine, not by a client. In RFC 3164 the text begins behind the first ": " after
/// the tag, which has no space.
/// </remarks>
internal sealed class SyslogEnvelope : IEnvelope
{
    private const string NoSyslog = "the line has no syslog header (RFC 5424 or RFC 3164)";

    public string Name => "syslog";

    public string Title => "syslog line (RFC 5424, RFC 3164, files of rsyslog and syslog-ng)";

    public bool IsJson => false;

    public LineParts Parts => LineParts.None;

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = default;
        problem = null;
        if (at >= record.Length)
            return false;
        at = record.Length;
        var line = record.Span;
        var rest = SkipPriority(line, out var hasPriority);
        var isFound = hasPriority && rest.StartsWith("1 "u8) ? TryFind5424(rest[2..], out var text) : TryFind3164(rest, out text);
        if (isFound)
            content = record[(line.Length - text.Length)..];
        else
            problem = NoSyslog;
        return true;
    }

    private static ReadOnlySpan<byte> SkipPriority(ReadOnlySpan<byte> line, out bool isThere)
    {
        isThere = false;
        if (line.IsEmpty || line[0] != '<')
            return line;
        var close = line.IndexOf((byte)'>');
        isThere = close is >= 2 and <= 4 && line[1..close].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        return isThere ? line[(close + 1)..] : line;
    }

    // TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG
    private static bool TryFind5424(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        for (var i = 0; i < 5; i++)
        {
            if (!TrySkipWord(ref rest))
                return false;
        }

        if (rest.IsEmpty)
            return false;
        if (rest[0] == '-')
            rest = rest[1..];
        else if (!TrySkipElements(ref rest))
            return false;
        text = rest.TrimStart((byte)' ');
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        return !text.IsEmpty;
    }

    // [id name="value" …], where a quote, a bracket and a backslash in a value have a backslash before them.
    private static bool TrySkipElements(ref ReadOnlySpan<byte> rest)
    {
        var isQuoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (i == 0 ? rest[0] != '[' : !isQuoted && rest[i - 1] == ']' && rest[i] != '[')
            {
                rest = rest[i..];
                return i > 0;
            }

            if (isQuoted && rest[i] == '\\')
                i++;
            else if (rest[i] == '"')
                isQuoted = !isQuoted;
        }

        return false;
    }

    // Mmm dd hh:mm:ss or an RFC 3339 time, then HOSTNAME TAG[pid]: MSG
    private static bool TryFind3164(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.Length > 20 && rest[4] == '-' && rest[10] == 'T')
        {
            if (!TrySkipWord(ref rest))
                return false;
        }
        else if (rest.Length > 16 && rest[3] == ' ' && rest[6] == ' ' && rest[9] == ':' && rest[12] == ':' && rest[15] == ' ')
        {
            rest = rest[16..];
        }
        else
        {
            return false;
        }

        if (!TrySkipWord(ref rest))
            return false;
        var tag = rest.IndexOf((byte)':');
        if (tag is <= 0 or > 128 || rest[..tag].Contains((byte)' '))
            return false;
        text = rest[(tag + 1)..].TrimStart((byte)' ');
        return !text.IsEmpty;
    }

    private static bool TrySkipWord(ref ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        if (space <= 0)
            return false;
        rest = rest[(space + 1)..];
        return true;
    }
}
