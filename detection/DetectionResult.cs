using Engine.Schemas;

namespace Engine.Detection;

/// <summary>What a run of calls led to, in an order that depends on the input only.</summary>
/// <param name="Placements">Parallel to the calls.</param>
/// <param name="Signals">In the order of the calls that raised them.</param>
/// <param name="Verdicts">New and changed, in the order of the calls that caused them.</param>
/// <param name="Sessions">Ended ones.</param>
public sealed record DetectionResult(
    IReadOnlyList<Placement> Placements, IReadOnlyList<Signal> Signals, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<Session> Sessions)
{
    /// <summary>Versions of the baselines that came into force, in order; mostly none.</summary>
    public IReadOnlyList<ControlEntry> Controls { get; init; } = [];
}
