namespace Engine.Sinks.Enforcement;

/// <summary>One step towards the desired state.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Target">On what.</param>
/// <param name="Mark">The value to write; for a removal the one that stands there.</param>
/// <param name="Existing">The entry to refresh or remove; null for a new one.</param>
public sealed record PointChange(ChangeKind Kind, Target Target, BlockMark Mark, PointEntry? Existing = null);
