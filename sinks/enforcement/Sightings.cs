using System.Net;
using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// What the rails know about the traffic: who sits behind which address, how many actors there are, and which of them are under verdict.
/// In event time; bounded. Not thread-safe: <see cref="Enforcer"/> holds the lock.
/// </summary>
internal sealed class Sightings(SharedAddressOptions options)
{
    private const int MostSuspects = 200_000;

    /// <summary>Pairs of actor and address seen a moment ago: nearly every call is one of these, and costs one look.</summary>
    private const int MostRecent = 1 << 14;
    private readonly AddressCrowds _verified = new(options.MostAddresses, options.Window);

    /// <summary>Apart from the verified, so that a flood of made-up clients cannot push them out.</summary>
    private readonly AddressCrowds _strangers = new(options.MostAddresses, options.Window);
    private readonly ActorCount _actors = new(TimeSpan.FromHours(1));
    private readonly Dictionary<ulong, DateTimeOffset> _suspects = [];
    private readonly (ulong Pair, long At)[] _recent = new (ulong, long)[MostRecent];
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    /// <summary>Distinct actors of about the last hour.</summary>
    public long ActiveActors => _actors.Estimate();

    /// <param name="events">The calls.</param>
    /// <param name="watermark">Logical time of the batch: the time of a single call may be nonsense, and must not age the whole memory.</param>
    public void See(IReadOnlyList<EnrichedEvent> events, DateTimeOffset watermark)
    {
        if (watermark > _latest)
            _latest = watermark;
        for (var index = 0; index < events.Count; index++)
        {
            var one = events[index];
            var pair = one.Actor.Hash ^ ((ulong)(uint)(one.ClientAddress?.GetHashCode() ?? 0) * 0x9E3779B97F4A7C15) ^ (one.IsVerified ? 1UL : 0);
            ref var recent = ref _recent[(pair >> 32) % MostRecent];
            if (recent.Pair == pair && _latest.Ticks - recent.At < options.Window.Ticks / 16)
                continue;
            recent = (pair, _latest.Ticks);
            _actors.See(one.Actor.Hash, _latest);
            if (one.ClientAddress is not { } address)
                continue;
            if (address.IsIPv4MappedToIPv6)
                address = address.MapToIPv4();
            if (one.IsVerified && one.Actor.Key.Kind != ActorKind.Address)
                _verified.See(address, one.Actor.Hash, _latest);
            else
                _strangers.See(address, one.Actor.Hash, _latest);
        }
    }

    /// <summary>An actor under a verdict of challenge or more is not one of the innocent crowd.</summary>
    public void Suspect(Verdict verdict)
    {
        if (verdict.Action < VerdictAction.Challenge)
            return;
        if (_suspects.Count >= MostSuspects)
        {
            foreach (var (actor, until) in _suspects)
            {
                if (until <= _latest)
                    _suspects.Remove(actor);
            }
        }

        if (_suspects.Count < MostSuspects)
            _suspects[verdict.Actor.Hash] = verdict.Expires;
    }

    /// <summary>Why the address stands for a crowd; null: it does not.</summary>
    public string? CrowdBehind(IPNetwork network, ulong actor)
    {
        var since = _latest - DateTimeOffset.MinValue > options.Window ? _latest - options.Window : DateTimeOffset.MinValue;
        bool Excluded(ulong other) => other == actor || (_suspects.TryGetValue(other, out var until) && until > _latest);
        if (options.VerifiedActors > 0 && _verified.Count(network, since, Excluded) is var verified && verified >= options.VerifiedActors)
            return $"{verified} other verified actors were seen behind it within {options.Window.TotalMinutes:0} min; limit {options.VerifiedActors}";
        if (options.UnverifiedClients > 0 && _strangers.Count(network, since, Excluded) is var strangers && strangers >= options.UnverifiedClients)
            return $"{strangers} other clients were seen behind it within {options.Window.TotalMinutes:0} min; limit {options.UnverifiedClients}";
        return null;
    }
}
