using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// What is written to the store at once: a block for each table. Evidence comes before what was concluded from it, so that a verdict
/// in the store never lacks its calls. Reused after it is stored.
/// </summary>
/// <param name="options">Which run, and which rows of it.</param>
internal sealed class Cut(ClickHouseSinkOptions options)
{
    private readonly RowBlock events = new();
    private readonly RowBlock sessions = new();
    private readonly RowBlock signals = new();
    private readonly RowBlock verdicts = new();
    private readonly RowBlock enforcements = new();
    private readonly RowBlock deadLetters = new();
    private readonly RowBlock controls = new();
    private readonly RowBlock runVerdicts = new();
    private readonly RowBlock runs = new();

    /// <summary>Number of the cut in this process: part of the identity of its blocks, so that a repeated write is one.</summary>
    public long Number { get; private set; } = 1;

    /// <summary>Completes when everything in it survives the end of the process.</summary>
    public TaskCompletionSource Safe { get; private set; } = NewSource();

    /// <summary>Completes when everything in it is in the store.</summary>
    public TaskCompletionSource Stored { get; private set; } = NewSource();

    public bool IsEmpty => Blocks.All(block => block.Rows.Rows == 0);

    public bool IsFull
    {
        get
        {
            foreach (var (_, rows) in Blocks)
                if (rows.Rows >= options.BlockRows || rows.Length >= options.BlockBytes)
                    return true;
            return false;
        }
    }

    /// <summary>In the order in which they are written.</summary>
    private (RowTable Table, RowBlock Rows)[] Blocks => field ??=
    [
        (EventRow.Table, events), (ControlEntryRow.Table, controls), (DeadLetterRow.Table, deadLetters), (SessionRow.Table, sessions),
        (SignalRow.Table, signals), (VerdictRow.Table, verdicts), (RunVerdictRow.Table, runVerdicts), (EnforcementRow.Table, enforcements), (RunRow.Table, runs),
    ];

    public CutRows Rows(string writer) => new(writer, Number,
        [.. Blocks.Where(block => block.Rows.Rows > 0).Select(block => new TableRows(block.Table, block.Rows.Bytes, block.Rows.Ends))]);

    public void Begin(long number)
    {
        Number = number;
        Safe = NewSource();
        Stored = NewSource();
        foreach (var (_, rows) in Blocks)
            rows.Clear();
    }

    public void Fail(Exception error)
    {
        Safe.TrySetException(error);
        Stored.TrySetException(error);
    }

    public void Add(DetectedBatch batch)
    {
        foreach (var verdict in batch.Verdicts)
            RunVerdictRow.Write(runVerdicts, options.Run, verdict);
        if (options.What == WhatToStore.ConclusionsOfRun)
            return;
        for (var i = 0; i < batch.Events.Count; i++)
            EventRow.Write(events, batch.Events[i], batch.Placements[i], options.Run);
        foreach (var entry in batch.Controls)
            ControlEntryRow.Write(controls, options.Run, entry);
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

    public void Add(RunRecord run) => RunRow.Write(runs, run);

    private static TaskCompletionSource NewSource()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Nobody may be waiting when it fails; the failure is told by the next write.
        _ = source.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return source;
    }
}
