using System.Buffers.Binary;
using System.Text;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>One lane's entries of a checkpoint: its actors and shards. Each lane has its own, so that lanes save side by side.</summary>
internal sealed class ActorEntries(DetectorParts parts)
{
    private byte[] _key = new byte[256];

    public StateBuffer Written { get; } = new();

    /// <summary>Number of the stretch between two checkpoints; 0 while nobody takes any, so that nothing is noted.</summary>
    public int Interval { get; set; }

    public void Put(ActorState state)
    {
        Written.Put(StateSection.Actors, KeyOf(state.Actor), (state, parts), Save);
        state.IsSaved = true;
    }

    public void Remove(Actor actor) => Written.Remove(StateSection.Actors, KeyOf(actor));

    public void PutShard(int number, long nextRest)
    {
        BinaryPrimitives.WriteInt16BigEndian(_key, (short)number);
        Written.Put(StateSection.Shards, _key.AsSpan(0, sizeof(short)), nextRest, static (ref MessagePackWriter writer, long ticks) => writer.Write(ticks));
    }

    /// <exception cref="InvalidDataException">The key names no actor.</exception>
    public static Actor ReadActor(ReadOnlySpan<byte> key) => key.Length > 0
        ? new Actor(new ActorKey((ActorKind)key[0], Encoding.UTF8.GetString(key[1..])))
        : throw new InvalidDataException("an actor has no key");

    /// <exception cref="InvalidDataException">The key names no shard.</exception>
    public static int ReadShard(ReadOnlySpan<byte> key)
    {
        var number = key.Length == sizeof(short) ? BinaryPrimitives.ReadInt16BigEndian(key) : -1;
        return number is >= 0 and < Actor.ShardCount ? number : throw new InvalidDataException("a shard has no number");
    }

    private static void Save(ref MessagePackWriter writer, (ActorState State, DetectorParts Parts) actor)
    {
        ActorState.Save(ref writer, actor.State);
        actor.Parts.Save(ref writer, actor.State);
    }

    private ReadOnlySpan<byte> KeyOf(Actor actor)
    {
        var most = 1 + Encoding.UTF8.GetMaxByteCount(actor.Key.Value.Length);
        if (_key.Length < most)
            _key = new byte[most];
        _key[0] = (byte)actor.Key.Kind;
        return _key.AsSpan(0, 1 + Encoding.UTF8.GetBytes(actor.Key.Value, _key.AsSpan(1)));
    }
}
