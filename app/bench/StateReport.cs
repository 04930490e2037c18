namespace Engine.App.Bench;

/// <summary>What detection's state costs in memory, pauses and time, beside what it may cost.</summary>
/// <param name="Actors">Actors remembered at the end of the mixed population.</param>
/// <param name="MeanBytes">Heap per actor of the mixed population, the actor's own identity included.</param>
/// <param name="MedianBytes">Heap per actor of a population in which every actor is the median one.</param>
/// <param name="HeapBytes">Heap that holds the mixed population.</param>
/// <param name="LongestGen2Pause">Longest stop of a full collection while calls went on.</param>
/// <param name="P99Gen2Pause">99th percentile of those stops.</param>
/// <param name="Gen2Pauses">How many there were.</param>
/// <param name="LongestPause">Longest stop of any collection while calls went on.</param>
/// <param name="NanosecondsPerCall">One lane, ten thousand actors, steady state.</param>
/// <param name="AllocatedPerCall">Bytes, in the same run.</param>
public sealed record StateReport(
    long Actors, long MeanBytes, long MedianBytes, long HeapBytes, TimeSpan LongestGen2Pause, TimeSpan P99Gen2Pause, int Gen2Pauses,
    TimeSpan LongestPause, double NanosecondsPerCall, double AllocatedPerCall)
{
    /// <summary>Budgets: 3 KiB for the median actor, 6 GiB for a million, 50 ms for a full collection.</summary>
    public const long MedianBudget = 3 * 1024, BytesPerMillionBudget = 6L << 30;
    public static readonly TimeSpan PauseBudget = TimeSpan.FromMilliseconds(50);

    public bool MeetsBudget => MedianBytes <= MedianBudget && HeapBytes <= BytesPerMillionBudget / 1_000_000 * Math.Max(Actors, 1)
        && LongestGen2Pause <= PauseBudget;
}
