namespace Engine.Ingest.Sources;

/// <summary>One of several inputs that are merged, and the batches that its records go into: those of one partition for the logical clock.</summary>
internal sealed record MergedInput(OrderedInput Input, BatchBuilder Batch);
