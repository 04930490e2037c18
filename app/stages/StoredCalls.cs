using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls that an earlier run enriched, judged and stored, in its order; the last ones of a replay are none, and say so.</summary>
/// <param name="Events">As they were stored.</param>
/// <param name="Last">Place of the last of them in the earlier run; null where there is none.</param>
/// <param name="Watermark">No later call has an earlier logical time.</param>
internal sealed record StoredCalls(IReadOnlyList<EnrichedEvent> Events, SourcePosition? Last, DateTimeOffset Watermark)
{
    /// <summary>Follows the last call, so that every stage can finish what it holds.</summary>
    public static StoredCalls End { get; } = new([], null, DateTimeOffset.MinValue);

    /// <summary>What the earlier run was told before the first of them.</summary>
    public IReadOnlyList<ControlEntry> Controls { get; init; } = [];

    public bool IsEnd => ReferenceEquals(this, End);
}
