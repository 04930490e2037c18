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

    private Dictionary<IPAddress, List<Sighting>> _young = [];
    private Dictionary<IPAddress, List<Sighting>> _old = [];
    private DateTimeOffset _turnedAt = DateTimeOffset.MinValue;

    /// <summary>Addresses remembered now.</summary>
    public int Addresses => _young.Count + _old.Count;

    public void See(IPAddress address, ulong actor, DateTimeOffset at)
    {
        if (_young.Count >= mostAddresses / 2 || at - _turnedAt >= window)
        {
            (_old, _young) = (_young, []);
            _turnedAt = at;
        }

        ref var crowd = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, address, out _);
        crowd ??= new List<Sighting>(1);
        var oldest = 0;
        var span = CollectionsMarshal.AsSpan(crowd);
        for (var index = 0; index < span.Length; index++)
        {
            if (span[index].Actor == actor)
            {
                if (at > span[index].At)
                    span[index] = new Sighting(actor, at);
                return;
            }

            if (span[index].At < span[oldest].At)
                oldest = index;
        }

        if (crowd.Count < MostActors)
            crowd.Add(new Sighting(actor, at));
        else
            span[oldest] = new Sighting(actor, at);
    }

    /// <summary>Distinct actors behind the network seen after <paramref name="since"/>, without those that <paramref name="isExcluded"/> names.</summary>
    public int Count(IPNetwork network, DateTimeOffset since, Func<ulong, bool> isExcluded)
    {
        var actors = new HashSet<ulong>();
        Collect(_young, network, since, isExcluded, actors);
        Collect(_old, network, since, isExcluded, actors);
        return actors.Count;
    }

    private static void Collect(
        Dictionary<IPAddress, List<Sighting>> crowds, IPNetwork network, DateTimeOffset since, Func<ulong, bool> isExcluded, HashSet<ulong> into)
    {
        var isSingle = network.PrefixLength == network.BaseAddress.GetAddressBytes().Length * 8;
        IEnumerable<List<Sighting>> matching = isSingle
            ? crowds.TryGetValue(network.BaseAddress, out var one) ? [one] : []
            : crowds.Where(crowd => network.Contains(crowd.Key)).Select(crowd => crowd.Value);
        foreach (var crowd in matching)
        {
            foreach (var sighting in crowd)
            {
                if (sighting.At > since && !isExcluded(sighting.Actor))
                    into.Add(sighting.Actor);
            }
        }
    }

    private readonly record struct Sighting(ulong Actor, DateTimeOffset At);
}
