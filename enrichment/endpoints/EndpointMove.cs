using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>An endpoint that became part of another, because a word of its path turned out to be a name.</summary>
public sealed record EndpointMove(Endpoint From, Endpoint To);
