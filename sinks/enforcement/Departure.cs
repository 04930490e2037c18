using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>Why a block ends.</summary>
/// <param name="Change">unblock or expire.</param>
/// <param name="Reason">For the audit.</param>
/// <param name="Verdict">The verdict that had asked for it.</param>
internal sealed record Departure(string Change, string Reason, EventId Verdict);
