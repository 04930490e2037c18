namespace Engine.Schemas;

/// <summary>What decided: engine build, detector rules, learned knowledge.</summary>
public sealed record EngineVersions(string Engine, string Rules, string Knowledge);
