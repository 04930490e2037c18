using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.Enforcement;

/// <summary>Caps on what one point may block: a detector gone wrong must not take the service down. Held back blocks follow when there is room.</summary>
public sealed record BlastRadiusOptions
{
    /// <summary>Targets blocked at one time. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Targets { get; init; } = 10_000;

    /// <summary>New targets in any 60 s. Default 300.</summary>
    [Range(1, 1_000_000)]
    public int TargetsPerMinute { get; init; } = 300;

    /// <summary>Share of the actors seen within the last hour, 0 to 1. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double ShareOfActors { get; init; } = 0.05;

    /// <summary>The share does not limit this many, since 5 % of a quiet night's traffic is nobody. Default 20.</summary>
    [Range(0, 100_000)]
    public int AlwaysPossible { get; init; } = 20;
}
