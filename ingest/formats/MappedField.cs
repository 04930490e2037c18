namespace Engine.Ingest.Formats;

/// <summary>Fields of a call that a mapped JSON format can fill; their names in the configuration are these in snake_case.</summary>
internal enum MappedField
{
    Time, Duration, Address, Port, ForwardedFor, TlsFingerprint,
    RequestLine, Method, Scheme, Host, Uri, Path, Query, Protocol, UserAgent, Referer,
    RequestHeaders, RequestBytes, RequestBody, Status, ResponseHeaders, ResponseBytes, ResponseBody,
    BlockedBy, User, Consumer, Authorization, ApiKey, Cookies, Session,
    TraceId, SpanId, ParentSpanId, Traceparent, Caller, Callee, Database, Route, RequestId, ServiceVersion, Environment, Url,

    /// <summary>From here on for built-in formats only: the address that stands in where no other is known.</summary>
    DirectAddress,

    /// <summary>Host that stands in where no Host header is known: TLS server name, address that was called.</summary>
    ServerName,
    EndTime,

    /// <summary>Role of the user, as a claim.</summary>
    UserRole,

    /// <summary>A user that the gateway has checked, in a format whose other users are only claimed.</summary>
    VerifiedUser,

    /// <summary>Whether the user was checked: true, false, or not said.</summary>
    UserCheck,

    /// <summary>Path and query as they were before the gateway rewrote them; wins over the path.</summary>
    OriginalTarget,

    /// <summary>Subject of a client certificate, and how checking it ended.</summary>
    Certificate, CertificateCheck,

    /// <summary>An object of cookies by name.</summary>
    CookieObject,

    /// <summary>Numbers that are below zero where nothing was measured.</summary>
    MeasuredDuration, MeasuredRequestBytes, MeasuredResponseBytes,

    /// <summary>Bytes of the whole message, which stand in where those of the body are not given.</summary>
    WholeResponseBytes,

    /// <summary>Texts that the format itself looks at when the object is read.</summary>
    FirstNote, SecondNote, ThirdNote,
}
