namespace Engine.Schemas;

/// <summary>Services on both ends of the call, and the database it touched, as far as the source knows.</summary>
/// <param name="Caller">Calling service; null at the edge.</param>
/// <param name="Callee">Service that answered, or the gateway's upstream.</param>
/// <param name="Database">Database system and name called, as in OpenTelemetry <c>db.system.name</c> and <c>db.namespace</c>.</param>
public sealed record ServiceHop(string? Caller, string? Callee, string? Database);
