using Engine.App.Checkpoints;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls with actor, endpoint and logical time, in input order.</summary>
internal sealed record EnrichedBatch
{
    public required IReadOnlyList<EnrichedEvent> Events { get; init; }
    public IReadOnlyList<DeadLetter> Refused { get; init; } = [];
    public required DateTimeOffset Watermark { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>Lies before the first call; null: no checkpoint does.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>What a recorded run was told before the first call; empty where the engine learns itself.</summary>
    public IReadOnlyList<ControlEntry> Controls { get; init; } = [];

    /// <summary>Only state is rebuilt from these calls: what they lead to was told and stored before.</summary>
    public bool IsReadBack { get; init; }

    /// <summary>Whether anything follows, and if not, whether what is open is over.</summary>
    public BatchEnd End { get; init; }
}
