namespace Engine.Ingest.Sources.Journal;

/// <summary>Where a journal is and how large it may grow.</summary>
internal sealed record JournalOptions
{
    /// <summary>Its directory; one journal has it.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes of all segments at most; then appends are refused until some are acknowledged. Default 1 GiB.</summary>
    public long MostBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>A segment that has grown so large is closed; only whole segments are deleted. Default 64 MiB, at most an eighth of <see cref="MostBytes"/>.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes that wait for the disk at most; then appends are refused. Default 64 MiB.</summary>
    public long MostWaitingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Offset of the last record that is safe elsewhere; null: none is.</summary>
    public long? Taken { get; init; }

    /// <summary>Length at which a segment is closed.</summary>
    internal long ClosesAt => Math.Min(SegmentBytes, MostBytes / 8);
}
