namespace Engine.Schemas;

/// <summary>W3C trace identifiers, lower hex; null where the source lacks one.</summary>
public sealed record TraceContext(string TraceId, string? SpanId, string? ParentSpanId);
