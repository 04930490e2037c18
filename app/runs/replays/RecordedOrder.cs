using System.Runtime.CompilerServices;
using Engine.App.Stages;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;

namespace Engine.App.Runs.Replays;

/// <summary>Puts what a run was told back between the calls that it fell between.</summary>
internal static class RecordedOrder
{
    /// <param name="run">Id of the run: the source of its places.</param>
    /// <param name="batches">Its calls, in order.</param>
    /// <param name="controls">What it was told, in order. What follows the last call changed nothing, and is left out.</param>
    /// <param name="cancel">Ends it.</param>
    public static async IAsyncEnumerable<StoredCalls> MergeAsync(
        string run, IAsyncEnumerable<StoredBatch> batches, IAsyncEnumerable<ControlEntry> controls, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var told = controls.GetAsyncEnumerator(cancel);
        var isTold = await told.MoveNextAsync();
        await foreach (var batch in batches.WithCancellation(cancel))
        {
            var begin = 0;
            List<ControlEntry> before = [];
            for (var i = 0; i < batch.Events.Count; i++)
            {
                if (!isTold || told.Current.Sequence > batch.Placements[i].Sequence)
                    continue;
                if (i > begin)
                    yield return Part(run, batch, begin, i, before);
                (begin, before) = (i, []);
                for (; isTold && told.Current.Sequence <= batch.Placements[i].Sequence; isTold = await told.MoveNextAsync())
                    before.Add(told.Current);
            }

            yield return Part(run, batch, begin, batch.Events.Count, before);
        }
    }

    private static StoredCalls Part(string run, StoredBatch batch, int begin, int end, List<ControlEntry> before)
    {
        var isAll = end - begin == batch.Events.Count;
        return new StoredCalls(
            isAll ? batch.Events : [.. batch.Events.Skip(begin).Take(end - begin)],
            new SourcePosition(run, 0, batch.Placements[end - 1].Sequence, 0),
            // What is known of the calls after the batch says nothing of those after a part of it.
            end == batch.Events.Count ? batch.Earliest : DateTimeOffset.MinValue)
        {
            Controls = before,
        };
    }
}
