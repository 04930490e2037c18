namespace Engine.Schemas;

/// <summary>An endpoint that became part of another: a word of its path turned out to be a name, or a document says so.</summary>
public sealed record EndpointMove(Endpoint From, Endpoint To);
