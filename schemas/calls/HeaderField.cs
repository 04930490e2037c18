namespace Engine.Schemas;

/// <param name="Name">Lower case.</param>
/// <param name="Value">As received; several fields of one name stay several.</param>
public sealed record HeaderField(string Name, string Value);
