namespace Engine.Ingest.Formats;

/// <summary>Unit of a JSON log's durations; fractions are accepted in every unit.</summary>
public enum DurationUnit { Seconds, Milliseconds, Microseconds, Nanoseconds }
