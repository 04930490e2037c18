namespace Engine.Ingest.Formats;

/// <summary>How a JSON log writes its time.</summary>
public enum TimeEncoding
{
    Rfc3339, UnixSeconds, UnixMilliseconds, UnixMicroseconds, UnixNanoseconds,

    /// <summary>
    /// RFC 3339, the time of an access log, or a Unix time whose size says its unit: seconds below 100,000,000,000, and so on in steps of thousand.
    /// </summary>
    Any,

    /// <summary>As access logs write it: <c>17/May/2026:10:05:03 +0000</c>.</summary>
    Log,
}
