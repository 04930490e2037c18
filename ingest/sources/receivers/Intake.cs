using Engine.Ingest.Sources.Journal;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>One source that is sent to: what it asks for, its journal, and what it has counted.</summary>
internal sealed class Intake(ReceiverOptions options, SegmentJournal journal, ReceiverCounters counters, TimeProvider time)
{
    public ReceiverOptions Options { get; } = options;
    public SegmentJournal Journal { get; } = journal;
    public ReceiverCounters Counters { get; } = counters;
    public AccessToken Token { get; } = new(options.Token);

    /// <summary>Keeps the bytes; counts them where that is so. What else came of it is the caller's to count.</summary>
    /// <param name="body">To be left alone until this has ended.</param>
    /// <param name="cut">How it is cut into records.</param>
    /// <param name="format">Place of its format in the options' list.</param>
    /// <param name="key">Names it, so that a repetition is known; zero: it has no name.</param>
    /// <param name="messages">Requests, messages or datagrams that it is.</param>
    public async Task<AppendOutcome> KeepAsync(IReadOnlyList<ReadOnlyMemory<byte>> body, RecordCut cut, byte format = 0, UInt128 key = default, int messages = 1)
    {
        var entry = new JournalEntry(body, cut, format, time.GetUtcNow()) { Key = key };
        var outcome = await Journal.AppendAsync(entry).ConfigureAwait(false);
        if (outcome == AppendOutcome.Kept)
            Counters.CountReceived(messages, entry.Length);
        else if (outcome == AppendOutcome.Repeated)
            Counters.CountRepeated();
        return outcome;
    }
}
