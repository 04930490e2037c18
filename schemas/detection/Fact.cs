namespace Engine.Schemas;

/// <summary>A small observation keyed by something other than the actor, for the second keyed step (fact step).</summary>
/// <param name="Kind">What the key is.</param>
/// <param name="Key">Endpoint id, account, credential hash, object or fingerprint.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="At">Event time.</param>
/// <param name="Event">The call.</param>
/// <param name="Value">What was observed under the key (an object id, an outcome).</param>
public sealed record Fact(FactKind Kind, string Key, Actor Actor, DateTimeOffset At, EventId Event, string Value);
