namespace Engine.Sinks.Enforcement;

/// <summary>A line of the catalogue: how to check the options of a kind of point, and how to make one. Making one touches nothing yet.</summary>
/// <param name="Info">What it can do.</param>
/// <param name="Type">The class, so that a test can compare the catalogue with what exists.</param>
/// <param name="Check">What is wrong with the options: the property and one sentence; without any I/O.</param>
/// <param name="Create">Makes the point; the clock is for its timeouts.</param>
public sealed record PointKind(
    PointInfo Info, Type Type, Func<PointOptions, IEnumerable<(string Property, string Text)>> Check, Func<PointOptions, TimeProvider, IEnforcementPoint> Create);
