using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>What an <see cref="UnblockRequest"/> did, point by point.</summary>
public sealed record UnblockReport
{
    /// <summary>False: no engine was running, so the points were changed directly.</summary>
    public bool WasRunning { get; init; }

    /// <summary>A verdict in force asked for the target.</summary>
    public bool IsKnown { get; init; }
    public required IReadOnlyList<AtPoint> Points { get; init; }

    /// <summary>Until when it stays unblocked; null: nothing had to be said against a verdict.</summary>
    public DateTimeOffset? UnblockedUntil { get; init; }

    /// <summary>Until when new blocks are held back; null = they are not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>What may not last; null = nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>True: everything asked for was done.</summary>
    public bool IsDone => Points.All(point => point.Failure is null && point.HeldByOthers.Count == 0);

    /// <param name="Name">Name of the point.</param>
    /// <param name="Mode">dry-run or enforce.</param>
    /// <param name="Removed">Entries removed.</param>
    /// <param name="HeldByOthers">Keys that are still there because somebody else entered them.</param>
    /// <param name="Failure">Why the point could not be changed; null = it could.</param>
    public sealed record AtPoint(
        string Name, EnforcementMode Mode, IReadOnlyList<Removal> Removed, IReadOnlyList<string> HeldByOthers, string? Failure);

    /// <param name="Kind">address, user, session, token.</param>
    /// <param name="Target">What is unblocked.</param>
    /// <param name="Verdict">The verdict that had asked for it.</param>
    public sealed record Removal(string Kind, string Target, EventId? Verdict);
}
