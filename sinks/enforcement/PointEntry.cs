namespace Engine.Sinks.Enforcement;

/// <summary>One entry as a point shows it.</summary>
/// <param name="Target">What the key stands for, in canonical form.</param>
/// <param name="Key">As written there, possibly by an operator in a form of their own.</param>
/// <param name="Value">The value beside it; ours hold a <see cref="BlockMark"/>.</param>
/// <param name="Reference">The product's own handle of this very entry; null where it has none.</param>
public sealed record PointEntry(Target Target, string Key, string Value, string? Reference = null);
