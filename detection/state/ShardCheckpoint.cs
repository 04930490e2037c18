using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// One lane's shards as checkpoints hold them, written one after the other.
/// </summary>
/// <param name="shards">All lanes' shards; this one touches its own.</param>
/// <param name="lane">Number of the lane.</param>
/// <param name="lanes">How many there are.</param>
/// <param name="mostActors">Most actors of a shard.</param>
/// <param name="parts">Of the detectors.</param>
internal sealed class ShardCheckpoint(ActorShard?[] shards, int lane, int lanes, int mostActors, DetectorParts parts)
{
    private readonly ActorEntries _entries = new(parts);
    private int _next = int.MaxValue;

    public bool IsComplete => _next >= shards.Length;

    /// <summary>A shard of this lane's, made when it has its first actor.</summary>
    public ActorShard Of(int number) => shards[number] ??= new ActorShard(number, mostActors, _entries);

    public void Begin(bool isWhole)
    {
        _entries.Interval++;
        _entries.Written.Clear();
        _next = lane;
        for (var shard = lane; shard < shards.Length; shard += lanes)
            shards[shard]?.BeginCheckpoint(isWhole);
    }

    public void Continue(Func<bool> isEnough)
    {
        while (!IsComplete && shards[_next]?.ContinueCheckpoint(isEnough) is not false)
            _next += lanes;
    }

    /// <summary>Moves what was written, early or in its turn.</summary>
    public void MoveTo(StateBuffer into)
    {
        into.Append(_entries.Written);
        _entries.Written.Clear();
    }

    public bool RestoreShard(in StateEntry entry)
    {
        var reader = new MessagePackReader(entry.Value ?? throw new InvalidDataException("a shard cannot be gone"));
        Of(ActorEntries.ReadShard(entry.Key.Span)).RestoreNextRest(reader.ReadInt64());
        return true;
    }

    public bool RestoreActor(Actor actor, ReadOnlyMemory<byte>? saved, SharedNames names)
    {
        if (saved is null)
        {
            Of(actor.Shard).RestoreForgotten(actor);
            return true;
        }

        var reader = new MessagePackReader(saved.Value);
        var state = ActorState.Load(ref reader, actor, names);
        parts.Load(ref reader, state);
        Of(actor.Shard).Restore(state);
        return true;
    }

    /// <returns>Actors for which there was no room.</returns>
    public int CompleteRestore()
    {
        _entries.Interval = 1;
        var forgotten = 0;
        for (var shard = lane; shard < shards.Length; shard += lanes)
            forgotten += shards[shard]?.CompleteRestore() ?? 0;
        return forgotten;
    }
}
