namespace Engine.Sinks.Enforcement;

/// <summary>A block that a guard rail did not let through.</summary>
/// <param name="Rail">Name of the rail, as in the audit: allow-list, private-address, shared-address, too-wide, scope, hold, kill-switch, blast-radius.</param>
/// <param name="Why">With the numbers.</param>
public sealed record Refusal(string Rail, string Why);
