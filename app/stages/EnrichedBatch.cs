using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls with actor, endpoint and logical time, in input order.</summary>
internal sealed record EnrichedBatch(ParsedBatch Parsed, IReadOnlyList<EnrichedEvent> Events, DateTimeOffset Watermark);
