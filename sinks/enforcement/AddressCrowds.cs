using System.Net;
using System.Runtime.InteropServices;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Who was seen behind each address, bounded: two generations, the older one dropped when the younger is full or one window old,
/// and the latest <see cref="MostActors"/> actors of an address.
/// </summary>
/// <param name="mostAddresses">Addresses in both generations together.</param>
/// <param name="window">How long a sighting counts.</param>
internal sealed class AddressCrowds(int mostAddresses, TimeSpan window)
{
    /// <summary>Actors kept of one address: the highest threshold that can be configured, and room for those that do not count.</summary>
    public const int MostActors = 128;

    private Dictionary<IPAddress, Crowd> _young = [];
    private Dictionary<IPAddress, Crowd> _old = [];
    private DateTimeOffset _turnedAt = DateTimeOffset.MinValue;

    /// <summary>Addresses remembered now.</summary>
    public int Addresses => _young.Count + _old.Count;

    public void See(IPAddress address, ulong actor, DateTimeOffset at)
    {
        if (_young.Count >= mostAddresses / 2 || at - _turnedAt >= window)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
            _turnedAt = at;
        }

        ref var crowd = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, address, out var isKnown);
        var sighting = new Sighting(actor, at);
        if (!isKnown || crowd.First.Actor == actor)
            crowd.First = sighting;
        else
            Join(crowd.Others ??= new List<Sighting>(2), sighting);
    }

    /// <summary>Distinct actors behind the network seen after <paramref name="since"/>, without those that <paramref name="isExcluded"/> names.</summary>
    public int Count(IPNetwork network, DateTimeOffset since, Func<ulong, bool> isExcluded)
    {
        var actors = new HashSet<ulong>();
        foreach (var generation in (ReadOnlySpan<Dictionary<IPAddress, Crowd>>)[_young, _old])
        {
            foreach (var crowd in Within(generation, network))
            {
                foreach (var sighting in (IEnumerable<Sighting>)[crowd.First, .. crowd.Others ?? []])
                {
                    if (sighting.At > since && !isExcluded(sighting.Actor))
                        actors.Add(sighting.Actor);
                }
            }
        }

        return actors.Count;
    }

    private static IEnumerable<Crowd> Within(Dictionary<IPAddress, Crowd> crowds, IPNetwork network)
    {
        if (network.PrefixLength < network.BaseAddress.GetAddressBytes().Length * 8)
            return crowds.Where(crowd => network.Contains(crowd.Key)).Select(crowd => crowd.Value);
        return crowds.TryGetValue(network.BaseAddress, out var one) ? [one] : [];
    }

    private static void Join(List<Sighting> others, Sighting sighting)
    {
        var span = CollectionsMarshal.AsSpan(others);
        var oldest = 0;
        for (var index = 0; index < span.Length; index++)
        {
            if (span[index].Actor == sighting.Actor)
            {
                span[index] = sighting;
                return;
            }

            if (span[index].At < span[oldest].At)
                oldest = index;
        }

        if (others.Count < MostActors - 1)
            others.Add(sighting);
        else
            span[oldest] = sighting;
    }

    private readonly record struct Sighting(ulong Actor, DateTimeOffset At);

    /// <summary>Most addresses have one actor: it needs no list.</summary>
    private record struct Crowd(Sighting First, List<Sighting>? Others);
}
