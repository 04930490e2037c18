using Engine.App.Simulation.Labels;
using Engine.Sinks.Lines;

namespace Engine.App.Simulation.Scoring;

/// <summary>What became of one labelled attack.</summary>
internal sealed record AttackResult
{
    public required ActorLabel Label { get; init; }

    /// <summary>The first verdict that counts; null: missed.</summary>
    public required VerdictLine? Verdict { get; init; }

    /// <summary>Why it counts as missed; null: found.</summary>
    public required string? Missed { get; init; }

    public bool IsFound => Verdict is not null;

    /// <summary>Calls the attacker had made when the verdict fell; null: missed.</summary>
    public long? Calls => Verdict is null ? null : Label.CallsUntil(Verdict.Time);

    /// <summary>Time from the attack's first call to the verdict, not negative; null: missed.</summary>
    public TimeSpan? Delay => Verdict is null ? null : Verdict.Time < Label.From ? TimeSpan.Zero : Verdict.Time - Label.From;

    /// <summary>The detectors whose signals made the verdict, strongest first; null: missed.</summary>
    public IReadOnlyList<string>? Detectors => Verdict is null ? null
        : [.. Verdict.Signals.OrderByDescending(signal => signal.Strength).Select(signal => signal.Detector).Distinct()];
}
