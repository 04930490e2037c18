using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// What is written to the store at once: a block for each table. Evidence comes before what was concluded from it, so that a verdict
/// in the store never lacks its calls. Reused after it is stored.
/// </summary>
internal sealed class Cut
{
    private readonly RowBlock events = new();
    private readonly RowBlock sessions = new();
    private readonly RowBlock signals = new();
    private readonly RowBlock verdicts = new();
    private readonly RowBlock enforcements = new();
    private readonly RowBlock deadLetters = new();

    public Cut() => Blocks =
    [
        (EventRow.Table, events), (DeadLetterRow.Table, deadLetters), (SessionRow.Table, sessions),
        (SignalRow.Table, signals), (VerdictRow.Table, verdicts), (EnforcementRow.Table, enforcements),
    ];

    /// <summary>In the order in which they are written.</summary>
    public IReadOnlyList<(RowTable Table, RowBlock Rows)> Blocks { get; }

    /// <summary>Number of the cut in this run: part of the identity of its blocks, so that a repeated write is one.</summary>
    public long Number { get; private set; }

    /// <summary>Completes when everything in it is in the store.</summary>
    public TaskCompletionSource Stored { get; private set; } = NewSource();

    public bool IsEmpty => Blocks.All(block => block.Rows.Rows == 0);

    public bool IsFull(ClickHouseSinkOptions options)
    {
        foreach (var (_, rows) in Blocks)
            if (rows.Rows >= options.BlockRows || rows.Length >= options.BlockBytes)
                return true;
        return false;
    }

    public void Begin(long number)
    {
        Number = number;
        Stored = NewSource();
        foreach (var (_, rows) in Blocks)
            rows.Clear();
    }

    public void Add(DetectedBatch batch)
    {
        for (var i = 0; i < batch.Events.Count; i++)
            EventRow.Write(events, batch.Events[i], batch.Placements[i]);
        foreach (var letter in batch.DeadLetters)
            DeadLetterRow.Write(deadLetters, letter);
        foreach (var session in batch.Sessions)
            SessionRow.Write(sessions, session);
        foreach (var signal in batch.Signals)
            SignalRow.Write(signals, signal);
        foreach (var verdict in batch.Verdicts)
            VerdictRow.Write(verdicts, verdict);
    }

    public void Add(IReadOnlyList<EnforcementAttempt> attempts)
    {
        foreach (var attempt in attempts)
            EnforcementRow.Write(enforcements, attempt);
    }

    private static TaskCompletionSource NewSource()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Nobody may be waiting when it fails; the failure is told by the next write.
        _ = source.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return source;
    }
}
