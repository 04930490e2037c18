namespace Engine.Ingest.Sources.Journal;

/// <summary>An entry that somebody waits for.</summary>
internal sealed class WaitingEntry(JournalEntry entry)
{
    private readonly TaskCompletionSource<AppendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalEntry Entry { get; } = entry;

    /// <summary>Bytes that it takes on the disk.</summary>
    public long Bytes { get; } = FrameHeader.Bytes + entry.Length;

    public Task<AppendOutcome> Outcome => _outcome.Task;

    public void Complete(AppendOutcome outcome) => _outcome.SetResult(outcome);
}
