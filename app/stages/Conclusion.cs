using Engine.App.Checkpoints;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>What detection made of a batch, on its way to the sinks.</summary>
/// <param name="Batch">For the sinks.</param>
/// <param name="Checkpoint">Lies before it; null: none does.</param>
/// <param name="IsReadBack">Nothing of it is delivered.</param>
internal sealed record Conclusion(DetectedBatch Batch, Checkpoint? Checkpoint, bool IsReadBack);
