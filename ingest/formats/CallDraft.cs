using System.Net;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>A call while its fields are being read, in whatever order they come.</summary>
internal struct CallDraft
{
    /// <summary>What of headers and bodies may be taken; null: as <see cref="CaptureLimits.Default"/>.</summary>
    public CaptureLimits? Capture;

    public DateTimeOffset? At;
    public TimePrecision Precision;

    /// <summary>Null: as the format's times are.</summary>
    public CallMoment? AtMarks;
    public TimeSpan? Duration;

    /// <summary>End of the call, where the source gives both: the duration, unless it is known.</summary>
    public DateTimeOffset? Ended;
    public Direction Direction;

    /// <summary>Null: the environment of the source.</summary>
    public string? Environment;
    public string? ServiceVersion;
    public IPAddress? PeerAddress;

    /// <summary>Address that stands in where no other is known.</summary>
    public IPAddress? DirectAddress;
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
    public long? WholeResponseBytes;
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

    /// <summary>What a format itself looks at when the object is read.</summary>
    public (string? First, string? Second, string? Third) Notes;

    /// <summary>The record is good, but tells of no call: counted, neither a call nor refused.</summary>
    public bool IsNoCall;

    /// <summary>The first thing that was wrong; null while nothing is.</summary>
    public string? Problem;

    public void Fail(string problem) => Problem ??= problem;

    /// <summary>The same in an expression.</summary>
    public T Refuse<T>(string problem, T stead)
    {
        Fail(problem);
        return stead;
    }

    /// <summary>Takes a URL or a target apart; what stands there already stays.</summary>
    public void TakeTarget(in RequestTarget target)
    {
        Path ??= target.Path;
        Query ??= target.Query;
        Scheme ??= target.Scheme;
        TargetHost ??= target.Host;
    }

    /// <summary>Takes a request line apart; what stands there already stays.</summary>
    public void TakeRequest(in RequestLine line)
    {
        Method ??= line.Method;
        Protocol ??= line.Protocol;
        TakeTarget(line.Target);
    }

    /// <summary>True: the operator wants nothing read of this header.</summary>
    public readonly bool Drops(HeaderPlace place) => Capture?.Drops(place) ?? false;

    /// <summary>As much of a body as may be kept.</summary>
    public void TakeRequestBody(ReadOnlySpan<byte> body) => RequestBody = (Capture ?? CaptureLimits.Default).Body(body);

    public void TakeResponseBody(ReadOnlySpan<byte> body) => ResponseBody = (Capture ?? CaptureLimits.Default).Body(body);

    /// <summary>Adds the finished call to <paramref name="into"/>, or says what it lacks.</summary>
    /// <returns>Why it cannot be a call; null where it was added.</returns>
    public readonly string? Complete(in RawRecord record, int index, FormatInfo format, ParsedRecords into)
    {
        if (IsNoCall)
        {
            into.CountSkipped();
            return null;
        }

        if (Problem is not null)
            return Problem;
        if (At is not { } at)
            return "the time is missing";
        if (Method is null)
            return "the method is missing";
        if (Path is null)
            return "the path is missing";

        var position = index == 0 ? record.Position : record.Position with { Index = record.Position.Index + index };
        into.Accept(new ApiEvent
        {
            Id = EventId.At(position),
            Position = position,
            At = at,
            AtPrecision = Precision,
            AtMarks = AtMarks ?? format.AtMarks,
            Duration = Duration ?? (Ended >= at ? Ended - at : null),
            Direction = Direction,
            Environment = Environment ?? into.Environment,
            ServiceVersion = ServiceVersion,
            PeerAddress = PeerAddress ?? DirectAddress,
            PeerPort = PeerPort,
            ForwardedFor = into.Capture.Header(HeaderPlace.ForwardedFor, ForwardedFor),
            TlsFingerprint = TlsFingerprint,
            Method = Method,
            Scheme = Scheme,
            Host = Host ?? TargetHost,
            Path = Path,
            Query = Query,
            Protocol = Protocol,
            UserAgent = into.Capture.Header(HeaderPlace.UserAgent, UserAgent),
            Referer = into.Capture.Header(HeaderPlace.Referer, Referer),
            RequestHeaders = RequestHeaders,
            RequestBytes = RequestBytes,
            RequestBody = RequestBody,
            Status = Status,
            ResponseHeaders = ResponseHeaders,
            ResponseBytes = ResponseBytes ?? WholeResponseBytes,
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
