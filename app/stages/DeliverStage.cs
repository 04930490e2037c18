using Engine.App.Checkpoints;
using Engine.App.Runs;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Stages;

/// <summary>Hands a batch to every sink.</summary>
/// <remarks>One batch at a time, in order: what is acknowledged is always a prefix of the input.</remarks>
/// <param name="sink">All sinks.</param>
/// <param name="remembering">Those whose place in their output belongs to a checkpoint.</param>
/// <param name="counters">Counts.</param>
internal sealed class DeliverStage(ISink sink, IReadOnlyList<ICheckpointedSink> remembering, RunCounters counters)
{
    public async Task<long> WriteAsync(Conclusion conclusion)
    {
        var batch = conclusion.Batch;
        if (conclusion.Checkpoint is { } checkpoint)
            Save(checkpoint);
        if (conclusion.IsReadBack)
            return batch.Number;
        await sink.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
        counters.CountDelivered(batch.Events.Count);
        return batch.Number;
    }

    private void Save(Checkpoint checkpoint)
    {
        var (saved, places) = (new StateBuffer(), new StateBuffer());
        foreach (var one in remembering)
            one.Save(one.IsPlace ? places : saved, checkpoint.IsWhole);
        saved.Append(places);
        checkpoint.Places = places.Written;
        checkpoint.Take(saved);
        _ = SafeAsync(checkpoint);
    }

    /// <summary>Runs beside later batches: waiting for the disks of sinks must not stop the stream.</summary>
    private async Task SafeAsync(Checkpoint checkpoint)
    {
        try
        {
            await sink.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            checkpoint.Done();
        }
        catch (Exception e)
        {
            // The next write fails with the same reason and ends the stream; this checkpoint never becomes durable.
            checkpoint.Fail(e);
        }
    }
}
