using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>One call as it came back from the store.</summary>
/// <param name="Event">The call, equal to what was stored.</param>
/// <param name="Placement">Its place in the order of its run.</param>
internal readonly record struct StoredCall(EnrichedEvent Event, Placement Placement);
