using Engine.Schemas;

namespace Engine.Sinks.Delivery;

/// <summary>
/// Takes what detection concluded. Batches come one at a time in order; returning means "safe": offsets advance after that.
/// </summary>
public interface ISink : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Throws when the batch cannot be made safe: the engine then stops with that reason, and nothing is half-acknowledged.</summary>
    ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel);

    /// <summary>Makes everything written so far visible where it goes: at the end of a run and on request. Nothing to do for most.</summary>
    ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;
}
