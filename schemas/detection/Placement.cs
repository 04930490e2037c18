namespace Engine.Schemas;

/// <summary>Where detection put a call: the order of its shard, and the session it belongs to.</summary>
/// <param name="Shard">Virtual shard, 0 to 1023.</param>
/// <param name="Sequence">
/// Arrival number in the process, from 0: rises within each shard, so it is the order of the shard's own log, and over all shards of a
/// process, so that one number places a <see cref="ControlEntry"/> in every shard. A process that takes over a shard goes on above its last one.
/// </param>
/// <param name="SessionId">Hash of the actor and the session's first call.</param>
public readonly record struct Placement(int Shard, long Sequence, ulong SessionId);
