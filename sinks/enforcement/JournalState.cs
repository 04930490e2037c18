namespace Engine.Sinks.Enforcement;

/// <summary>What survives a restart: the verdicts in force, operators' words, and what was let through at each point.</summary>
public sealed record JournalState
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Number of the verdict taken last; numbers are never given twice, since operators' words refer to them.</summary>
    public required long LastNumber { get; init; }
    public required IReadOnlyList<Claim> Claims { get; init; }
    public required IReadOnlyList<Suppression> Suppressions { get; init; }

    /// <summary>Blocks by the name of the point.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Placed>> Points { get; init; }
}
