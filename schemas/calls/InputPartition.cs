namespace Engine.Schemas;

/// <summary>One ordered part of the input: positions in it only grow.</summary>
/// <param name="Source">As in <see cref="SourcePosition.Source"/>.</param>
/// <param name="Number">As in <see cref="SourcePosition.Partition"/>.</param>
public readonly record struct InputPartition(string Source, int Number);
