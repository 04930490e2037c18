namespace Engine.Schemas;

/// <summary>Who is behind a call. One instance per actor while enrichment remembers it, so comparing references is a fast path.</summary>
public sealed class Actor(ActorKey key) : IEquatable<Actor>
{
    /// <summary>Virtual shards per installation: state, sequence numbers and checkpoints are kept per shard. Changing it is a migration.</summary>
    public const int ShardCount = 1024;

    public ActorKey Key { get; } = key;

    /// <summary>Seeded hash of kind and value, the same in every process.</summary>
    public ulong Hash { get; } = StableHash.Combine((ulong)key.Kind, StableHash.Of(key.Value));

    /// <summary>Virtual shard, 0 to <see cref="ShardCount"/> - 1.</summary>
    public int Shard => (int)(Hash % ShardCount);

    /// <summary>Machine (keys, consumers, service accounts, certificates), person (user, session) or stranger (address).</summary>
    public PeerGroup Peers => Key.Kind switch
    {
        ActorKind.User or ActorKind.Session => PeerGroup.People,
        ActorKind.Address => PeerGroup.Strangers,
        _ => PeerGroup.Machines,
    };

    public bool Equals(Actor? other) => ReferenceEquals(this, other) || (other is not null && Hash == other.Hash && Key == other.Key);
    public override bool Equals(object? obj) => Equals(obj as Actor);
    public override int GetHashCode() => (int)Hash;
    public override string ToString() => Key.ToString();
}
