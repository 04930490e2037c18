using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.Sketches;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// What one actor does at one endpoint: this hour and the one before (so a measure looks back one to two hours and never falls to
/// nothing at a boundary), the shape of its walk over ids, and the most it ever did.
/// </summary>
internal sealed class EndpointActivity(Endpoint endpoint, PeerGroup peers, string environment, string sourceFormat)
{
    public Endpoint Endpoint { get; private set; } = endpoint;
    public string Environment { get; } = environment;
    public string SourceFormat { get; } = sourceFormat;

    /// <summary>What this activity is measured against, and teaches.</summary>
    public BaselineKey Key => new(Endpoint.Id, peers, Environment, SourceFormat);

    /// <summary>Hours since the year 1; 0 before the first call.</summary>
    public int Hour;

    public HourlyVolume Current;
    public HourlyVolume Before;

    /// <summary>Distinct objects asked for.</summary>
    public RecentSet Asked;

    /// <summary>
    /// Distinct objects that were refused (403, 404, 410); null while none was. An expired login (401) refuses everything and says nothing
    /// of objects.
    /// </summary>
    public RefusedSet? Refused;
    public ObjectWalk Walk;

    /// <summary>Longest run since the current hour began: what the baseline learns.</summary>
    public int LongestRun;

    /// <summary>Largest look-back that this actor taught: its own history.</summary>
    public long MostObjects, MostBytes;

    /// <summary>Last two-hour bucket that taught, and how many did.</summary>
    public int TaughtBucket, TaughtBuckets;

    /// <summary>Latest calls, once there are enough objects to wonder.</summary>
    public EventSample? Sample;

    /// <summary>Latest call (UTC ticks).</summary>
    public long LastTicks;

    /// <summary>Earliest call of the look-back (UTC ticks).</summary>
    public long FirstTicks => Before.Calls > 0 ? Before.FirstTicks : Current.FirstTicks;
    public int Objects => Asked.Count;
    public int RefusedObjects => Refused?.Ids.Count ?? 0;
    public long Bytes => Current.Bytes + Before.Bytes;
    public long Calls => (long)Current.Calls + Before.Calls;

    /// <summary>The endpoint became part of another one.</summary>
    /// <param name="successor">Which.</param>
    /// <param name="named">Hash of the object that its path named as a word; null where that is not known.</param>
    public void MoveTo(Endpoint successor, ulong? named)
    {
        Endpoint = successor;
        if (named is not { } id)
            return;
        if (Current.Calls > 0)
            Asked.Add(id);
        if (Before.Calls > 0)
            Asked.AddBefore(id);
    }

    /// <summary>Another activity turned out to be at the same endpoint; both are in the same hour.</summary>
    public void Absorb(EndpointActivity part)
    {
        Current.Absorb(part.Current);
        Before.Absorb(part.Before);
        Asked.Absorb(part.Asked);
        if (part.Refused is { } refused)
            (Refused ??= new RefusedSet()).Ids.Absorb(refused.Ids);
        // Two walks are none, but the longer one may go on.
        if (part.Walk.Run > Walk.Run)
            Walk = part.Walk;
        LongestRun = Math.Max(LongestRun, part.LongestRun);
        // What it took at all of them is what it may take here.
        MostObjects = Math.Min(HourlyVolume.MostBytes, MostObjects + part.MostObjects);
        MostBytes = Math.Min(HourlyVolume.MostBytes, MostBytes + part.MostBytes);
        TaughtBucket = Math.Max(TaughtBucket, part.TaughtBucket);
        TaughtBuckets = Math.Max(TaughtBuckets, part.TaughtBuckets);
        if (LastTicks <= part.LastTicks)
            Sample = part.Sample ?? Sample;
        LastTicks = Math.Max(LastTicks, part.LastTicks);
    }

    public static void Save(ref MessagePackWriter writer, EndpointActivity activity)
    {
        writer.WriteEndpoint(activity.Endpoint);
        writer.Write(activity.Environment);
        writer.Write(activity.SourceFormat);
        writer.Write(activity.Hour);
        HourlyVolume.Save(ref writer, activity.Current);
        HourlyVolume.Save(ref writer, activity.Before);
        RecentSet.Save(ref writer, activity.Asked);
        if (activity.Refused is { } refused)
            RecentSet.Save(ref writer, refused.Ids);
        else
            writer.WriteNil();
        ObjectWalk.Save(ref writer, activity.Walk);
        writer.Write(activity.LongestRun);
        writer.Write(activity.MostObjects);
        writer.Write(activity.MostBytes);
        writer.Write(activity.TaughtBucket);
        writer.Write(activity.TaughtBuckets);
        if (activity.Sample is { } sample)
            EventSample.Save(ref writer, sample);
        else
            writer.WriteNil();
        writer.Write(activity.LastTicks);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static EndpointActivity Load(ref MessagePackReader reader, PeerGroup peers, SharedNames names)
    {
        var endpoint = names.ReadEndpoint(ref reader);
        var environment = names.ReadText(ref reader);
        return new EndpointActivity(endpoint, peers, environment, names.ReadText(ref reader))
        {
            Hour = reader.ReadAmount(),
            Current = HourlyVolume.Load(ref reader),
            Before = HourlyVolume.Load(ref reader),
            Asked = RecentSet.Load(ref reader),
            Refused = reader.TryReadNil() ? null : new RefusedSet { Ids = RecentSet.Load(ref reader) },
            Walk = ObjectWalk.Load(ref reader),
            LongestRun = reader.ReadAmount(),
            MostObjects = reader.ReadInt64(),
            MostBytes = reader.ReadInt64(),
            TaughtBucket = reader.ReadAmount(),
            TaughtBuckets = reader.ReadAmount(),
            Sample = reader.TryReadNil() ? null : EventSample.Load(ref reader),
            LastTicks = reader.ReadTicks(),
        };
    }
}
