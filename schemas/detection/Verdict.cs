namespace Engine.Schemas;

/// <summary>The decision on an actor: what, how sure, which action, until when, why.</summary>
public sealed record Verdict
{
    /// <summary>Hash of actor, category, opening detector and event time of the opening event; depends on no position, shard or run.</summary>
    public required EventId Id { get; init; }

    /// <summary>From 1; rises when the verdict changes.</summary>
    public required int Revision { get; init; }

    /// <summary>Logical time of the call that led to this revision: its event time, or the watermark where that was later.</summary>
    public required DateTimeOffset Time { get; init; }
    public required Actor Actor { get; init; }
    public required VerdictTargets Targets { get; init; }

    /// <summary>OWASP API Security Top 10 2023 (<c>API1:2023</c>), ATT&amp;CK and CWE where one fits; the first is the main one.</summary>
    public required IReadOnlyList<string> Categories { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>0 to 1: how sure the evidence is, apart from how bad it would be.</summary>
    public required double Confidence { get; init; }

    /// <summary>0 to 100.</summary>
    public required double Score { get; init; }
    public required VerdictAction Action { get; init; }
    public required DateTimeOffset FirstEvent { get; init; }
    public required DateTimeOffset LastEvent { get; init; }
    public required long EventCount { get; init; }

    /// <summary>Event time from which it no longer holds.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Contributing signals, the strongest of each detector, ordered by detector id.</summary>
    public required IReadOnlyList<Signal> Signals { get; init; }

    /// <summary>One or two sentences with the numbers, for a person.</summary>
    public required string Explanation { get; init; }

    /// <summary>What would have had to be different: "would not fire below 50 distinct ids".</summary>
    public required string Counterfactual { get; init; }
    public required EngineVersions Versions { get; init; }
}
