using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>Stored calls of one run, in the order in which it judged them.</summary>
/// <param name="Events">As they were stored.</param>
/// <param name="Placements">Parallel to <paramref name="Events"/>.</param>
/// <param name="Earliest">No later call has an earlier <see cref="EnrichedEvent.Tick"/>.</param>
public sealed record StoredBatch(IReadOnlyList<EnrichedEvent> Events, IReadOnlyList<Placement> Placements, DateTimeOffset Earliest);
