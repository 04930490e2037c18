namespace Engine.Sinks.ClickHouse.Spool;

/// <summary>A cut that is in the journal.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record SpoolFile(string Path, long Bytes);
