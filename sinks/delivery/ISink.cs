using Engine.Schemas;

namespace Engine.Sinks.Delivery;

/// <summary>
/// Takes what detection concluded. Batches come one at a time in order. A sink may collect several of them before it writes
/// (group commit), so taking and being safe are two things: offsets advance after <see cref="FlushAsync"/>, never after the write alone.
/// </summary>
public interface ISink : IAsyncDisposable
{
    string Name { get; }

    /// <summary>
    /// Takes the batch; returning means taken, in bounded memory: it waits while the target is slower than the stream.
    /// Throws when this or an earlier batch cannot be made safe: the engine then stops with that reason, and nothing is half-acknowledged.
    /// </summary>
    ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel);

    /// <summary>
    /// Completes when every batch taken before this call is safe, and throws when one of them cannot be. Batches may be written
    /// while it is awaited, so acknowledging does not stall the stream. A sink whose write is already safe keeps this default.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;
}
