using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.Tests.Sinks.Delivery;

/// <summary>Keeps what it is given; fails or waits where a test says so.</summary>
internal sealed class CollectingSink(string name) : ISink
{
    public string Name => name;
    public List<long> Batches { get; } = [];
    public Exception? Failure { get; set; }
    public TaskCompletionSource? Busy { get; set; }
    public bool IsDisposed { get; private set; }
    public int Flushes { get; private set; }

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        if (Busy is { } busy)
            await busy.Task.WaitAsync(cancel);
        if (Failure is { } failure)
            throw failure;
        Batches.Add(batch.Number);
    }

    public ValueTask FlushAsync(CancellationToken cancel)
    {
        Flushes++;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return Failure is null ? ValueTask.CompletedTask : ValueTask.FromException(Failure);
    }
}
