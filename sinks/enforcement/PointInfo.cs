namespace Engine.Sinks.Enforcement;

/// <summary>What a kind of enforcement point can do, for the catalogue, the configuration check and the reconciler.</summary>
/// <param name="Kind">Name in the configuration.</param>
/// <param name="Title">One line.</param>
/// <param name="Targets">What it can act on. Sessions and tokens only where the product can compute our keyed hash.</param>
/// <param name="ChangesPerSecond">Quota: changes it takes in one second; the rest follows in the next.</param>
/// <param name="Delay">From its confirmation to the first refused request.</param>
/// <param name="Definition">Where its interface is defined, with version.</param>
public sealed record PointInfo(
    string Kind, string Title, IReadOnlyList<TargetKind> Targets, int ChangesPerSecond, TimeSpan Delay, string Definition);
