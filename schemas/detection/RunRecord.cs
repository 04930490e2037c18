namespace Engine.Schemas;

/// <summary>One run of the engine: what it judged, with what, and how it ended. Recorded again whenever it changes; the last one counts.</summary>
public sealed record RunRecord
{
    /// <summary>Identity; a run that goes on after a restart keeps it.</summary>
    public required string Id { get; init; }
    public required RunKind Kind { get; init; }

    /// <summary>When it began (UTC, wall clock: this is the edge).</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What was read, for a person: sources, file names, or the run it repeats.</summary>
    public required string Input { get; init; }

    /// <summary>Hash of the input's bytes; null where nobody computed one.</summary>
    public string? InputDigest { get; init; }

    /// <summary>Event time of the earliest call; null before the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Event time of the latest call; null before the first.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Hash of every option that changes a judgement.</summary>
    public required string OptionsDigest { get; init; }
    public required EngineVersions Versions { get; init; }

    /// <summary><c>relearn</c>, <c>recorded</c> or <c>hindsight</c>.</summary>
    public required string Baseline { get; init; }

    /// <summary>False: something was forgotten under pressure, so another run may judge otherwise. Null: not known yet.</summary>
    public bool? Exact { get; init; }

    /// <summary>True: the input lacked calls that once were there. Null: not known yet.</summary>
    public bool? Partial { get; init; }

    /// <summary>What is missing; null where nothing is.</summary>
    public string? PartialReason { get; init; }
    public long Calls { get; init; }

    /// <summary>Calls older than the allowed lateness.</summary>
    public long Late { get; init; }

    /// <summary>Records that became dead letters.</summary>
    public long Refused { get; init; }

    /// <summary>Actors forgotten under pressure.</summary>
    public long Forgotten { get; init; }

    /// <summary>Distinct verdicts.</summary>
    public long Verdicts { get; init; }
    public required RunState State { get; init; }
}
