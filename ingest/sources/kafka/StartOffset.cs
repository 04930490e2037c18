namespace Engine.Ingest.Sources.Kafka;

/// <summary>Where the reading of a partition goes on, and what that costs.</summary>
/// <param name="Offset">Of the next record to read.</param>
/// <param name="Missed">Records that were wanted and that retention has taken.</param>
/// <param name="IsReset">True: the wanted offset lies behind the end, so the topic is another one than it was; reading begins anew.</param>
internal readonly record struct StartOffset(long Offset, long Missed, bool IsReset)
{
    /// <summary>The offset that somebody remembers; null where nobody does.</summary>
    /// <param name="taken">Last record that this run has taken already; null: none.</param>
    /// <param name="resumed">Last record in the checkpoint that the run began with; null: none.</param>
    /// <param name="committed">Next record by the group's offsets; null: none.</param>
    /// <remarks>
    /// A checkpoint goes before the group: it holds the state that belongs to its position. Once the run has read on, another member may
    /// have read further in between and made it safe, so then the furthest counts.
    /// </remarks>
    public static long? Remembered(long? taken, long? resumed, long? committed) =>
        taken is { } last ? Math.Max(last + 1, committed ?? 0) : resumed + 1 ?? committed;

    /// <param name="wanted">Offset of the next record; null takes the start.</param>
    /// <param name="start">Offset of the configured start.</param>
    /// <param name="low">First offset that is still there.</param>
    /// <param name="high">Offset behind the last record.</param>
    public static StartOffset Choose(long? wanted, long start, long low, long high) => wanted switch
    {
        null => new StartOffset(Math.Clamp(start, low, high), 0, false),
        { } gone when gone < low => new StartOffset(low, low - gone, false),
        { } beyond when beyond > high => new StartOffset(low, 0, true),
        { } there => new StartOffset(there, 0, false),
    };
}
