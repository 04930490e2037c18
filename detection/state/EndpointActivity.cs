using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// What one actor does at one endpoint: this hour and the one before (so a measure looks back one to two hours and never falls to
/// nothing at a boundary), the shape of its walk over ids, and the most it ever did.
/// </summary>
internal sealed class EndpointActivity(Endpoint endpoint, BaselineKey key)
{
    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>What this activity is measured against, and teaches.</summary>
    public BaselineKey Key { get; } = key;

    public ActivityWindow Current;
    public ActivityWindow Before;
    public ObjectWalk Walk;

    /// <summary>Longest run since the current hour began: what the baseline learns.</summary>
    public int LongestRun;

    /// <summary>Largest look-back that this actor taught: its own history.</summary>
    public long MostObjects, MostBytes;

    /// <summary>Last two-hour bucket that taught, and how many did.</summary>
    public int TaughtBucket, TaughtBuckets;

    /// <summary>Latest calls, once there are enough objects to wonder.</summary>
    public EventSample? Sample;

    /// <summary>First call of the look-back, and last call (UTC ticks).</summary>
    public long FirstTicks => Before.FirstTicks > 0 ? Before.FirstTicks : Current.FirstTicks;
    public long LastTicks;

    public int Objects => Current.Objects.Count + Before.Objects.Count;
    public int RefusedObjects => Current.RefusedObjects.Count + Before.RefusedObjects.Count;
    public long Bytes => Current.Bytes + Before.Bytes;
    public long Calls => (long)Current.Calls + Before.Calls;
}
