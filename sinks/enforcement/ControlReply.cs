namespace Engine.Sinks.Enforcement;

/// <summary>What the running engine answers: a report, or what is wrong with the request.</summary>
internal sealed record ControlReply(UnblockReport? Report, string? Problem);
