using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>A block that the rails have let through at a point.</summary>
/// <param name="Target">What.</param>
/// <param name="Verdict">Why.</param>
/// <param name="Until">Until when, by the wall clock.</param>
/// <param name="IsConfirmed">The point has confirmed it once (or dry-run has announced it): what follows is repair.</param>
public sealed record Placed(Target Target, EventId Verdict, DateTimeOffset Until, bool IsConfirmed);
