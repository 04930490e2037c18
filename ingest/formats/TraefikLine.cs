using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>The fields of one line of Traefik's common log format, which escapes nothing.</summary>
internal ref struct TraefikLine
{
    // host - user [time] "method path protocol" status bytes "referer" "user agent" count "router" "url" 0ms
    private static ReadOnlySpan<byte> BeforeRequest => "] \""u8;

    /// <summary>Client and user: all before the bracket of the time.</summary>
    public ReadOnlySpan<byte> Client;
    public ReadOnlySpan<byte> Time;
    public ReadOnlySpan<byte> Request;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> Bytes;
    public ReadOnlySpan<byte> Referer;
    public ReadOnlySpan<byte> UserAgent;

    /// <summary>What Traefik alone writes stands at the end: takes the router and the duration off.</summary>
    /// <returns>What is wrong; null where the line ends as it should.</returns>
    public static string? TryTakeEnd(scoped ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> router, out ReadOnlySpan<byte> milliseconds)
    {
        router = default;
        milliseconds = default;
        var space = line.LastIndexOf((byte)' ');
        if (space < 0 || !line.EndsWith("ms"u8))
            return "the line does not end with the duration in ms";
        milliseconds = line[(space + 1)..^2];
        line = line[..space];
        if (!TryTakeQuoted(ref line, out _) || !TryTakeQuoted(ref line, out router))
            return "no quoted router and URL stand before the duration";
        // The number of the request.
        line = line[..Math.Max(0, line.LastIndexOf((byte)' '))];
        return null;
    }

    /// <summary>
    /// Where the next request begins behind its time: the place of the bracket that closes the time; negative where none is left. A path has no
    /// quotes and no spaces, since Traefik writes it encoded.
    /// </summary>
    public static int NextRequest(ReadOnlySpan<byte> line, int from)
    {
        while (line[from..].IndexOf(BeforeRequest) is var found and >= 0)
        {
            var close = from + found;
            if (close > CombinedTime.Bytes && line[close - CombinedTime.Bytes - 1] == '[')
                return close;
            from = close + 1;
        }

        return -1;
    }

    /// <param name="line">The line without its end.</param>
    /// <param name="close">See <see cref="NextRequest"/>.</param>
    /// <param name="fields">The fields around it.</param>
    /// <returns>What is wrong; null where they have their form.</returns>
    public static string? TrySplit(ReadOnlySpan<byte> line, int close, out TraefikLine fields)
    {
        fields = default;
        var open = close - CombinedTime.Bytes - 1;
        fields.Client = line[..open].TrimEnd((byte)' ');
        fields.Time = line[(open + 1)..close];
        var rest = line[(close + BeforeRequest.Length)..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0)
            return "the line ends inside the request";
        fields.Request = rest[..end];
        rest = rest[(end + 1)..];
        fields.Status = LineText.Word(ref rest);
        fields.Bytes = LineText.Word(ref rest);
        if (rest.Length < 3 || !rest.StartsWith(" \""u8) || rest[^1] != '"')
            return "no quoted referer and user agent follow the bytes";
        rest = rest[2..^1];
        var middle = rest.IndexOf("\" \""u8);
        if (middle < 0)
            return "no quoted user agent follows the referer";
        fields.Referer = rest[..middle];
        fields.UserAgent = rest[(middle + 3)..];
        return null;
    }

    // Router and URL have no quotes inside.
    private static bool TryTakeQuoted(scoped ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (line.Length < 3 || line[^1] != '"' || line[..^1].LastIndexOf(" \""u8) is not (var open and >= 0))
            return false;
        field = line[(open + 2)..^1];
        line = line[..open];
        return true;
    }
}
