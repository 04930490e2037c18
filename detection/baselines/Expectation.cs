using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection.Baselines;

/// <summary>What is expected of an actor at an endpoint, and how much that expectation can be relied on.</summary>
/// <param name="Value">What hardly any normal look-back exceeds.</param>
/// <param name="Factor">How far beyond it is abnormal.</param>
/// <param name="IsMature">False: too little is known, and evidence that rests on it leads to <c>observe</c> at most.</param>
/// <param name="Source">Who it was learned from, for the reason; empty where nobody.</param>
internal readonly record struct Expectation(long Value, int Factor, bool IsMature, string Source)
{
    /// <summary>Two-hour buckets of an actor's own that make it its own measure.</summary>
    private const int OwnBuckets = 5;

    /// <summary>Two-hour buckets that make an actor known to an endpoint: the first may be of what is being judged.</summary>
    private const int FirstBuckets = 2;

    /// <summary>
    /// How far beyond its peers an actor must lie, one that is known to the endpoint and a newcomer. Somebody has the most to look after, and
    /// who comes next may have more: where amounts fall off slowly, the next of n exceeds c times the largest with a chance of 1 in 1 + cn.
    /// </summary>
    private const int Beyond = 2, NewcomerBeyond = 10;

    /// <summary>Look-backs of several peers that allow a first, very patient comparison.</summary>
    private const int FewWindows = 20;

    /// <summary>
    /// Peers first, more patiently for a newcomer; an actor without mature peers is measured against its own history, more patiently, where others use the endpoint too;
    /// then against what a few peers did so far, with ten times the margin. The only caller of an endpoint is observed, never more.
    /// </summary>
    public static Expectation Of(Metric metric, long ownMost, EndpointActivity activity, BaselineTable baselines)
    {
        var key = activity.Key;
        var peers = baselines.Find(key);
        if (peers is { IsMature: true })
            return OfPeers(Math.Max(peers.High(metric), ownMost), activity, PeerName(key.Peers));
        var everyone = baselines.Find(key.ForEveryone());
        if (everyone is { IsMature: true } && activity.TaughtBuckets >= OwnBuckets)
            return new Expectation(Math.Max(ownMost, everyone.Median(metric)), 4, true, "itself before");
        if (everyone is { IsMature: true } && key.Peers == PeerGroup.Strangers)
            return new Expectation(Math.Max(everyone.High(metric), ownMost), 4, true, "others");
        if (peers is { Actors: >= Baseline.MatureActors } && peers.Windows(metric) >= FewWindows)
            return new Expectation(Math.Max(peers.High(metric), ownMost), 10, true, $"{PeerName(key.Peers)} so far");
        return new Expectation(ownMost, Beyond, false, "");
    }

    /// <summary>Nothing is known of what is usual for the actor itself.</summary>
    public bool IsOfNewcomer { get; private init; }

    private static Expectation OfPeers(long value, EndpointActivity activity, string source)
    {
        var isNew = activity.TaughtBuckets < FirstBuckets;
        return new Expectation(value, isNew ? NewcomerBeyond : Beyond, true, source) { IsOfNewcomer = isNew };
    }

    /// <summary>What it is compared with, in words, for a reason.</summary>
    public string Describe(string unit) => IsMature
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Source}: at most {Value} {unit}")
        : "too little is known of this endpoint to compare with";

    private static string PeerName(PeerGroup? peers) => peers switch
    {
        PeerGroup.People => "other users",
        PeerGroup.Machines => "other integrations",
        PeerGroup.Strangers => "other anonymous clients",
        _ => "other actors",
    };
}
