using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// A run of records of one source and format, whose bytes lie in pooled memory: whoever parses it releases it.
/// </summary>
/// <param name="records">The records, in the order of the source; not to be touched after <see cref="Release"/>.</param>
/// <param name="format">Name of the format they are in.</param>
/// <param name="environment">Environment the source belongs to.</param>
/// <param name="release">Gives the memory back; null where nothing is pooled.</param>
public sealed class RawBatch(IReadOnlyList<RawRecord> records, string format, string environment, Action? release = null)
{
    private Action? _release = release;

    public IReadOnlyList<RawRecord> Records { get; } = records;
    public string Format { get; } = format;
    public string Environment { get; } = environment;

    /// <summary>What the source itself could not deliver: lines over the limit, archives that end early. No part of <see cref="Records"/>.</summary>
    public IReadOnlyList<DeadLetter> Faults { get; init; } = [];

    /// <summary>Name of the partition of the input that this is, for the logical clock: files merged by time are one.</summary>
    public string Partition { get; init; } = "";

    /// <summary>
    /// True: an earlier run acknowledged these records, and its state is lost: they are read once more to rebuild it, and conclude nothing.
    /// </summary>
    public bool IsReadBack { get; init; }

    /// <summary>Holds nothing: says that what comes is live again.</summary>
    public static RawBatch Nothing() => new([], "", "");

    /// <summary>Gives the memory back; a second call does nothing.</summary>
    public void Release() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
