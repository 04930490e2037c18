namespace Engine.App.Bench;

/// <param name="Bytes">On the disk.</param>
/// <param name="Processor">All threads of its steps, compressing included.</param>
internal readonly record struct CheckpointCost(long Bytes, TimeSpan Processor);
