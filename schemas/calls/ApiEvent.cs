using System.Net;

namespace Engine.Schemas;

/// <summary>
/// One API call as its source saw it. Absent is <c>null</c>, never a made-up value; groups that a source may lack are null records.
/// Byte counts of different formats do not compare (body against whole message): <see cref="SourceFormat"/> is part of every baseline's key.
/// </summary>
public sealed record ApiEvent
{
    public required EventId Id { get; init; }
    public required SourcePosition Position { get; init; }

    /// <summary>UTC, microseconds; start or end of the call as <see cref="AtMarks"/> says.</summary>
    public required DateTimeOffset At { get; init; }

    public TimePrecision AtPrecision { get; init; } = TimePrecision.Seconds;
    public CallMoment AtMarks { get; init; } = CallMoment.Start;
    public TimeSpan? Duration { get; init; }

    public Direction Direction { get; init; } = Direction.Inbound;

    /// <summary>production, staging, test: part of every baseline's key, so that a load test does not teach production.</summary>
    public string Environment { get; init; } = "production";
    public string? ServiceVersion { get; init; }

    /// <summary>Client address as the source states it: the peer, unless the source resolved proxies itself.</summary>
    public IPAddress? PeerAddress { get; init; }
    public int? PeerPort { get; init; }

    /// <summary>X-Forwarded-For as received (forgeable); enrichment believes it only from trusted proxies.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>JA3 or JA4 of the client's TLS hello.</summary>
    public string? TlsFingerprint { get; init; }

    /// <summary>Upper case; a method unknown to HTTP stays as sent.</summary>
    public required string Method { get; init; }
    public string? Scheme { get; init; }

    /// <summary>Lower case, without port.</summary>
    public string? Host { get; init; }

    /// <summary>As sent, without query; always begins with '/' unless the client sent something else.</summary>
    public required string Path { get; init; }

    /// <summary>As sent, without '?'.</summary>
    public string? Query { get; init; }

    /// <summary>HTTP/1.1, HTTP/2 …</summary>
    public string? Protocol { get; init; }
    public string? UserAgent { get; init; }
    public string? Referer { get; init; }

    /// <summary>Selected headers, names in lower case. Credentials are in <see cref="Authentication"/>, not here.</summary>
    public IReadOnlyList<HeaderField>? RequestHeaders { get; init; }
    public long? RequestBytes { get; init; }

    /// <summary>First bytes of the body, UTF-8; null where the source carries no bodies.</summary>
    public string? RequestBody { get; init; }

    /// <summary>HTTP status; null for request-only mirrors, where success is unknown.</summary>
    public int? Status { get; init; }
    public IReadOnlyList<HeaderField>? ResponseHeaders { get; init; }
    public long? ResponseBytes { get; init; }
    public string? ResponseBody { get; init; }

    /// <summary>Enforcement point of ours that answered instead of the service; such calls never feed a score.</summary>
    public string? BlockedBy { get; init; }

    public AuthenticationEvidence? Authentication { get; init; }
    public TraceContext? Trace { get; init; }
    public ServiceHop? Hop { get; init; }

    /// <summary>Route template that the gateway itself reported; wins over a learned one.</summary>
    public string? Route { get; init; }

    /// <summary>The vendor's id of this request; evidence only, a client may choose it.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>Name of the format that produced this event.</summary>
    public required string SourceFormat { get; init; }
}
