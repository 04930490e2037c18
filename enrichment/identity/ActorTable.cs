using System.Net;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>One instance for each actor met lately. Entries are compared in full: a hash alone must not merge two actors.</summary>
internal sealed class ActorTable(TableSeed seed, int most)
{
    private const int LongestName = 256;

    private readonly BoundedTable<ulong, Actor> _named = new(most);
    private readonly BoundedTable<ulong, ByAddress> _byAddress = new(most);

    public int Count => _named.Count + _byAddress.Count;
    public long Forgotten => _named.Forgotten + _byAddress.Forgotten;

    public Actor Named(ActorKind kind, string value)
    {
        var key = seed.Combine((ulong)kind, seed.Hash(value));
        if (_named.TryGet(key, out var known) && known.Key.Kind == kind && known.Key.Value == value)
            return known;
        var fresh = new Actor(new ActorKey(kind, value));
        _named.Set(key, fresh);
        return fresh;
    }

    public Actor Of(in Client client)
    {
        if (_byAddress.TryGet(client.Key, out var known) && known.Fingerprint == client.Fingerprint && Equals(known.Address, client.Address))
            return known.Actor;
        var fingerprint = Bounded(client.Fingerprint);
        var fresh = new Actor(new ActorKey(ActorKind.Address, $"{client.Address?.ToString() ?? "-"}|{fingerprint}"));
        _byAddress.Set(client.Key, new ByAddress(client.Address, client.Fingerprint, fresh));
        return fresh;
    }

    /// <summary>A name of bounded length; a cut one ends in a hash of the whole.</summary>
    public static string Bounded(string name) =>
        name.Length <= LongestName ? name : $"{name.AsSpan(0, LongestName - 33)}~{StableHash.Of128(name):x32}";

    private readonly record struct ByAddress(IPAddress? Address, string Fingerprint, Actor Actor);
}
