namespace Engine.Schemas;

/// <summary>Where detection put a call: the order of its shard, and the session it belongs to.</summary>
/// <param name="Shard">Virtual shard, 0 to 1023.</param>
/// <param name="Sequence">Position in the shard's own log, from 0: the truth about order.</param>
/// <param name="SessionId">Hash of the actor and the session's first call.</param>
public readonly record struct Placement(int Shard, long Sequence, ulong SessionId);
