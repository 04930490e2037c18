using Akka;
using Akka.Streams.Dsl;
using Akka.Util;

namespace Engine.Ingest.Sources.Journal;

/// <summary>A journal as a stream of batches.</summary>
internal static class JournalStream
{
    /// <summary>What is kept, and what is added to it, until asked to stop. Can be run once.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="stop">Ends the stream after what has been read.</param>
    public static Source<RawBatch, NotUsed> Of(SegmentJournal journal, JournalReader.Options options, CancellationToken stop) => Source.UnfoldResourceAsync(
        () => Task.FromResult(new JournalReader(journal.Segments, options)),
        async reader => await NextAsync(reader, stop).ConfigureAwait(false) is { } batch ? Option<RawBatch>.Create(batch) : Option<RawBatch>.None,
        reader =>
        {
            reader.Dispose();
            return Task.FromResult(Done.Instance);
        });

    private static async Task<RawBatch?> NextAsync(JournalReader reader, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (reader.TryRead(out var batch))
                return batch;
            try
            {
                await reader.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return null;
    }
}
