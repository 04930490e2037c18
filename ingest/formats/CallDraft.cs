using System.Net;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>A call while its fields are being read, in whatever order they come.</summary>
internal struct CallDraft
{
    public DateTimeOffset? At;
    public TimePrecision Precision;
    public TimeSpan? Duration;
    public string? ServiceVersion;
    public IPAddress? PeerAddress;
    public int? PeerPort;
    public string? ForwardedFor;
    public string? TlsFingerprint;
    public string? Method;
    public string? Scheme;
    public string? Host;

    /// <summary>Host of a URL: stands in where no Host header is known.</summary>
    public string? TargetHost;
    public string? Path;
    public string? Query;
    public string? Protocol;
    public string? UserAgent;
    public string? Referer;
    public List<HeaderField>? RequestHeaders;
    public long? RequestBytes;
    public string? RequestBody;
    public int? Status;
    public List<HeaderField>? ResponseHeaders;
    public long? ResponseBytes;
    public string? ResponseBody;
    public string? BlockedBy;
    public CredentialDraft Credentials;
    public string? TraceId;
    public string? SpanId;
    public string? ParentSpanId;
    public string? Caller;
    public string? Callee;
    public string? Database;
    public string? Route;
    public string? RequestId;

    /// <summary>The first thing that was wrong; null while nothing is.</summary>
    public string? Problem;

    public void Fail(string problem) => Problem ??= problem;

    /// <summary>Adds the finished call to <paramref name="into"/>, or says what it lacks.</summary>
    /// <returns>Why it cannot be a call; null where it was added.</returns>
    public readonly string? Complete(in RawRecord record, int index, FormatInfo format, ParsedRecords into)
    {
        if (Problem is not null)
            return Problem;
        if (At is not { } at)
            return "the time is missing";
        if (Method is null)
            return "the method is missing";
        if (Path is null)
            return "the path is missing";

        var position = index == 0 ? record.Position : record.Position with { Index = index };
        into.Accept(new ApiEvent
        {
            Id = EventId.At(position),
            Position = position,
            At = at,
            AtPrecision = Precision,
            AtMarks = format.AtMarks,
            Duration = Duration,
            Environment = into.Environment,
            ServiceVersion = ServiceVersion,
            PeerAddress = PeerAddress,
            PeerPort = PeerPort,
            ForwardedFor = ForwardedFor,
            TlsFingerprint = TlsFingerprint,
            Method = Method,
            Scheme = Scheme,
            Host = Host ?? TargetHost,
            Path = Path,
            Query = Query,
            Protocol = Protocol,
            UserAgent = UserAgent,
            Referer = Referer,
            RequestHeaders = RequestHeaders,
            RequestBytes = RequestBytes,
            RequestBody = RequestBody,
            Status = Status,
            ResponseHeaders = ResponseHeaders,
            ResponseBytes = ResponseBytes,
            ResponseBody = ResponseBody,
            BlockedBy = BlockedBy,
            Authentication = Credentials.Evidence(),
            Trace = TraceId is null ? null : new TraceContext(TraceId, SpanId, ParentSpanId),
            Hop = Caller is null && Callee is null && Database is null ? null : new ServiceHop(Caller, Callee, Database),
            Route = Route,
            VendorRequestId = RequestId,
            SourceFormat = format.Name,
        });
        return null;
    }
}
