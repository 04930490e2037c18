using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.Tests.App.Runs;

/// <summary>Notes which batches reach it, and then does what the test wants.</summary>
internal sealed class ScriptedSink(Func<DetectedBatch, Task> then) : ISink
{
    public string Name => "scripted";
    public List<long> Batches { get; } = [];
    public bool HasLast { get; private set; }

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        Batches.Add(batch.Number);
        HasLast |= batch.IsLast;
        await then(batch);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
