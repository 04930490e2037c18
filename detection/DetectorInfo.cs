using Engine.Schemas;

namespace Engine.Detection;

/// <summary>A detector's declaration: everything about it that is not code.</summary>
public sealed record DetectorInfo
{
    /// <summary>Public id, never reused: <c>API-ENUM-001</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Rises when the same calls may give other signals.</summary>
    public required int Version { get; init; }
    public required string Title { get; init; }

    /// <summary>The attack, in one sentence.</summary>
    public required string Catches { get; init; }

    /// <summary>OWASP API Security Top 10 2023 first, then ATT&amp;CK and CWE where they fit; the first is the main category.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>How bad it is when true.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Signals of detectors in one group are views of one fact and count once.</summary>
    public required string EvidenceGroup { get; init; }

    /// <summary>What the state is keyed by.</summary>
    public required string Key { get; init; }

    /// <summary>What a call must carry; without it the catalogue says "insufficient telemetry".</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Honest behaviour that may look alike.</summary>
    public required IReadOnlyList<string> FalsePositives { get; init; }

    /// <summary>Event time for which a call counts in what it concludes: what must be read again where its state is lost.</summary>
    public required TimeSpan LookBack { get; init; }

    /// <summary>Bytes per actor and when they are forgotten.</summary>
    public required string Memory { get; init; }
}
