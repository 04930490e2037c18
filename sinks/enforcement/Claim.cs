using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>What a verdict asks of the enforcement points, as far as they care.</summary>
public sealed record Claim
{
    public required EventId Verdict { get; init; }
    public required int Revision { get; init; }
    public required VerdictAction Action { get; init; }

    /// <summary>The actor, as <c>kind:id</c>.</summary>
    public required string Actor { get; init; }

    /// <summary><see cref="Engine.Schemas.Actor.Hash"/>; 0 where the claim was read back from a point.</summary>
    public required ulong ActorHash { get; init; }
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>Wall clock from which it no longer holds: the verdict's expiry, cut to the maximum time to live.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Order in which verdicts were first taken, from 1: the older is let through first where not all may be.</summary>
    public required long Number { get; init; }

    /// <summary>The verdict's explanation, shortened, for the audit.</summary>
    public required string Reason { get; init; }

    /// <summary>When the deciding call was read; null once the process has restarted, since then no time-to-block can be told.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? ArrivedAt { get; init; }
}
