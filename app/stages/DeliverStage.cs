using Engine.App.Runs;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Stages;

/// <summary>Hands a batch to every sink; done means safe.</summary>
/// <remarks>One batch at a time, in order: what is acknowledged is always a prefix of the input.</remarks>
internal sealed class DeliverStage(ISink sink, RunCounters counters)
{
    public async Task<long> WriteAsync(DetectedBatch batch)
    {
        await sink.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
        counters.CountDelivered(batch.Events.Count);
        return batch.Number;
    }
}
