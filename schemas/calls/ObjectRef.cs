namespace Engine.Schemas;

/// <summary>An object that a call names.</summary>
/// <param name="Parameter">Placeholder or parameter name: <c>id</c>, <c>order_id</c>.</param>
/// <param name="Place">Where it stands in the request.</param>
/// <param name="Value">The identifier; an e-mail or other sensitive value is a keyed hash here.</param>
/// <param name="Number">The identifier as a number where it is one (a walk is counted in these), else null.</param>
public readonly record struct ObjectRef(string Parameter, ObjectPlace Place, string Value, long? Number);
