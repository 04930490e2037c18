namespace Engine.Ingest.Formats;

/// <summary>Fields of a call that a mapped JSON format can fill; their names in the configuration are these in snake_case.</summary>
internal enum MappedField
{
    Time, Duration, Address, Port, ForwardedFor, TlsFingerprint,
    RequestLine, Method, Scheme, Host, Uri, Path, Query, Protocol, UserAgent, Referer,
    RequestHeaders, RequestBytes, RequestBody, Status, ResponseHeaders, ResponseBytes, ResponseBody,
    BlockedBy, User, Consumer, Authorization, ApiKey, Cookies, Session,
    TraceId, SpanId, ParentSpanId, Caller, Callee, Database, Route, RequestId, ServiceVersion,
}
