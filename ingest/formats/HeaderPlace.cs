namespace Engine.Ingest.Formats;

/// <summary>Where a header's value goes.</summary>
internal enum HeaderPlace { Kept, Host, Cookie, ApiKey, Referer, UserAgent, Authorization, ForwardedFor, Traceparent, RequestId, BlockedBy }
