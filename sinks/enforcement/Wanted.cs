namespace Engine.Sinks.Enforcement;

/// <summary>A target that a point should hold, after all rails.</summary>
public readonly record struct Wanted(Target Target, BlockMark Mark);
