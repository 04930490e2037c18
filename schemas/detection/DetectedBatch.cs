namespace Engine.Schemas;

/// <summary>What leaves detection for the sinks: a run of calls in input order and everything that was concluded from them.</summary>
public sealed record DetectedBatch
{
    /// <summary>Number of the batch in this run, from 0; acknowledged in this order.</summary>
    public required long Number { get; init; }
    public required IReadOnlyList<EnrichedEvent> Events { get; init; }

    /// <summary>Parallel to <see cref="Events"/>.</summary>
    public required IReadOnlyList<Placement> Placements { get; init; }
    public required IReadOnlyList<Signal> Signals { get; init; }

    /// <summary>New and changed verdicts, in the order of the calls that caused them.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }
    public required IReadOnlyList<Session> Sessions { get; init; }
    public required IReadOnlyList<DeadLetter> DeadLetters { get; init; }

    /// <summary>Logical time: no later batch holds a verdict with an earlier <see cref="Verdict.Time"/>.</summary>
    public required DateTimeOffset Watermark { get; init; }

    /// <summary>When the oldest record of the batch was read (UTC): time-to-block is measured from here.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>What changed the judgement, in the order of <see cref="ControlEntry.Sequence"/>; mostly empty.</summary>
    public IReadOnlyList<ControlEntry> Controls { get; init; } = [];

    /// <summary>True: the input has ended and nothing follows.</summary>
    public bool IsLast { get; init; }
}
