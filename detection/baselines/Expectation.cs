using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection.Baselines;

/// <summary>What is expected of an actor at an endpoint, and how much that expectation can be relied on.</summary>
/// <param name="Value">What hardly any normal look-back exceeds.</param>
/// <param name="Factor">How far beyond it is abnormal.</param>
/// <param name="IsMature">False: too little is known, and evidence that rests on it leads to <c>observe</c> at most.</param>
/// <param name="Source">Who it was learned from, for the reason.</param>
internal readonly record struct Expectation(long Value, int Factor, bool IsMature, string Source)
{
    /// <summary>Two-hour buckets of an actor's own that make it its own measure.</summary>
    private const int OwnBuckets = 5;

    /// <summary>
    /// Peers first; an actor without mature peers is measured against its own history, more patiently, where others use the endpoint too.
    /// The only caller of an endpoint is observed, never more.
    /// </summary>
    public static Expectation Of(Metric metric, long ownMost, EndpointActivity activity, BaselineTable baselines)
    {
        var key = activity.Key;
        var peers = baselines.Find(key);
        if (peers is { IsMature: true })
            return new Expectation(Math.Max(peers.High(metric), ownMost), 2, true, PeerName(key.Peers));
        var everyone = baselines.Find(key.ForEveryone());
        if (everyone is { IsMature: true } && activity.TaughtBuckets >= OwnBuckets)
            return new Expectation(Math.Max(ownMost, everyone.Median(metric)), 4, true, "its own history");
        return new Expectation(ownMost, 2, false, "too little history");
    }

    private static string PeerName(PeerGroup? peers) => peers switch
    {
        PeerGroup.People => "other users",
        PeerGroup.Machines => "other integrations",
        PeerGroup.Strangers => "other anonymous clients",
        _ => "other actors",
    };
}
