using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>What one format made of the head of a file.</summary>
/// <param name="Format">Name of the format, envelopes before it.</param>
public sealed record FormatProbeResult(string Format)
{
    /// <summary>Records that hold at least one call and nothing refused.</summary>
    public int Accepted { get; private init; }

    /// <summary>Records tried that are good or refused; those that tell of no call are neither.</summary>
    public int Records { get; private init; }

    /// <summary>Records whose envelope was none.</summary>
    public int Unopened { get; private init; }

    /// <summary>Fields that the calls fill, of all accepted records together.</summary>
    public long Fields { get; private init; }

    /// <summary>Fields of a call on average.</summary>
    public double FieldsEach => Accepted == 0 ? 0 : (double)Fields / Accepted;

    internal FormatProbeResult With(ParsedRecords parsed)
    {
        var isAccepted = parsed.Calls.Count > 0 && parsed.Refused.Count == 0;
        return this with
        {
            Records = Records + (parsed.Calls.Count + parsed.Refused.Count > 0 ? 1 : 0),
            Accepted = Accepted + (isAccepted ? 1 : 0),
            Unopened = Unopened + (parsed.Unopened > 0 ? 1 : 0),
            Fields = Fields + (isAccepted ? FieldsOf(parsed.Calls[0]) : 0),
        };
    }

    // Of two formats that read a line, the one meant is the one that finds more in it.
    private static int FieldsOf(ApiEvent call) => new object?[]
    {
        call.Duration, call.PeerAddress, call.PeerPort, call.ForwardedFor, call.TlsFingerprint, call.Scheme, call.Host, call.Query, call.Protocol, call.UserAgent, call.Referer,
        call.RequestHeaders, call.RequestBytes, call.RequestBody, call.Status, call.ResponseHeaders, call.ResponseBytes, call.ResponseBody, call.BlockedBy, call.Authentication, call.Trace,
        call.Hop, call.Route, call.VendorRequestId, call.AtPrecision == TimePrecision.Seconds ? null : call.AtPrecision,
    }.Count(field => field is not null);
}
