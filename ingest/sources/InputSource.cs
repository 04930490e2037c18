using Akka;
using Akka.Streams.Dsl;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>An input as the graph sees it, whatever it is read from.</summary>
/// <param name="Batches">Each partition in the order of its positions. Records read again after a restart or a lost connection come again with the same positions.</param>
/// <param name="Acknowledge">
/// Told, on any thread, that everything up to these positions is safe and in a durable checkpoint: the source may let go of it (group offsets advance).
/// Positions of other sources are none of its business.
/// </param>
public sealed record InputSource(Source<RawBatch, NotUsed> Batches, Action<InputPositions> Acknowledge)
{
    /// <summary>Lets go of the input, once the batches have ended and nothing more will be acknowledged; what was, is kept before it ends.</summary>
    public Func<Task> CloseAsync { get; init; } = () => Task.CompletedTask;
}
