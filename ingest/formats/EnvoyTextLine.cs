using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>The fields of one line of Envoy's or Istio's text log, which escape nothing.</summary>
internal ref struct EnvoyTextLine
{
    // What a shipper writes before a line is not longer.
    private const int MostPrefix = 256;

    public ReadOnlySpan<byte> Time;
    public ReadOnlySpan<byte> Request;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> Received;
    public ReadOnlySpan<byte> Sent;
    public ReadOnlySpan<byte> Duration;
    public ReadOnlySpan<byte> ForwardedFor;
    public ReadOnlySpan<byte> UserAgent;
    public ReadOnlySpan<byte> RequestId;
    public ReadOnlySpan<byte> Authority;

    /// <summary>Istio's: upstream cluster.</summary>
    public ReadOnlySpan<byte> Cluster;

    /// <summary>Istio's: address and port of the client.</summary>
    public ReadOnlySpan<byte> Peer;

    /// <returns>What is wrong; null where the line has its form.</returns>
    public static string? TrySplit(ReadOnlySpan<byte> line, out EnvoyTextLine fields, bool onlyTime = false)
    {
        fields = default;
        // Istio's lines come out of Kubernetes behind a time and a stream.
        var open = line[..Math.Min(line.Length, MostPrefix)].IndexOf((byte)'[');
        var close = line.IndexOf("] \""u8);
        if (open < 0 || close < open)
            return "no [time] and quoted request begin the line";
        fields.Time = line[(open + 1)..close];
        if (onlyTime)
            return null;
        var rest = line[(close + 3)..];
        // Neither method nor path have spaces, so the first word that ends with a quote is the protocol.
        var end = rest.IndexOf("\" "u8);
        if (end < 0)
            return "the line ends inside the request";
        fields.Request = rest[..end];
        rest = rest[(end + 1)..];
        fields.Status = LineText.Word(ref rest);
        return fields.TakeRest(rest);
    }

    // flags [details, termination, "failure"] received sent duration upstream-time "forwarded" "agent" "id" "authority" "upstream" [Istio's addresses]
    private string? TakeRest(ReadOnlySpan<byte> rest)
    {
        LineText.Word(ref rest);
        if (!IsCount(rest) && !TryTakeDetails(ref rest))
            return "no byte counts follow the response flags: is this Envoy's or Istio's default format?";
        Received = LineText.Word(ref rest);
        Sent = LineText.Word(ref rest);
        Duration = LineText.Word(ref rest);
        LineText.Word(ref rest);
        if (!rest.StartsWith(" \""u8))
            return "no quoted X-Forwarded-For follows the times";
        if (TakeTexts(rest[2..], out rest) is { } problem)
            return problem;
        Cluster = LineText.Word(ref rest);
        LineText.Word(ref rest);
        LineText.Word(ref rest);
        Peer = LineText.Word(ref rest);
        return null;
    }

    // Istio: details and termination are single words, the failure is quoted and Envoy's own.
    private static bool TryTakeDetails(scoped ref ReadOnlySpan<byte> rest)
    {
        LineText.Word(ref rest);
        LineText.Word(ref rest);
        return LineText.TryQuoted(ref rest, out _) && IsCount(rest);
    }

    // "forwarded" "agent" "id" "authority" "upstream": quotes of a client can only be in the first three, since an authority and an address
    // have none; the user agent gets them.
    private string? TakeTexts(ReadOnlySpan<byte> texts, out ReadOnlySpan<byte> rest)
    {
        var end = texts.LastIndexOf((byte)'"');
        rest = end < 0 ? default : texts[(end + 1)..];
        if (end < 0 || !TryTakeLast(ref texts, end, out _) || !TryTakeLast(ref texts, texts.Length, out Authority)
            || !TryTakeLast(ref texts, texts.Length, out RequestId) || texts.IndexOf("\" \""u8) is not (var first and >= 0))
            return "the line ends before the upstream host";
        ForwardedFor = texts[..first];
        UserAgent = texts[(first + 3)..];
        return null;
    }

    private static bool TryTakeLast(scoped ref ReadOnlySpan<byte> texts, int end, out ReadOnlySpan<byte> field)
    {
        var between = texts[..end].LastIndexOf("\" \""u8);
        field = between < 0 ? default : texts[(between + 3)..end];
        texts = between < 0 ? default : texts[..between];
        return between >= 0;
    }

    private static bool IsCount(ReadOnlySpan<byte> rest)
    {
        var word = LineText.Word(ref rest);
        return !word.IsEmpty && word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
