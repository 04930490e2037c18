namespace Engine.Ingest.Formats;

/// <summary>How a JSON log writes its time.</summary>
public enum TimeEncoding { Rfc3339, UnixSeconds, UnixMilliseconds, UnixMicroseconds, UnixNanoseconds }
