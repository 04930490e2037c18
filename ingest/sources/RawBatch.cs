using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// A run of records of one source and format, whose bytes lie in pooled memory: whoever parses it releases it, once.
/// </summary>
/// <param name="records">The records, in the order of the source.</param>
/// <param name="format">Name of the format they are in.</param>
/// <param name="environment">Environment the source belongs to.</param>
/// <param name="release">Gives the memory back; null where nothing is pooled.</param>
public sealed class RawBatch(IReadOnlyList<RawRecord> records, string format, string environment, Action? release = null)
{
    public IReadOnlyList<RawRecord> Records { get; } = records;
    public string Format { get; } = format;
    public string Environment { get; } = environment;

    public void Release() => release?.Invoke();
}
