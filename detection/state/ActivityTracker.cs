using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.Sketches;
using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>Keeps <see cref="EndpointActivity"/>: counts a call, rolls the hour, teaches what closed.</summary>
internal static class ActivityTracker
{
    public const long HourTicks = TimeSpan.TicksPerHour;

    /// <summary>This hour and the one before.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromHours(2);

    /// <summary>Objects from which calls are kept as evidence: honest actors rarely get there.</summary>
    private const int SampleFrom = 8;

    /// <summary>
    /// Objects of a look-back that teach for certain whether objects are shared, and each later one ever more rarely: whoever visits
    /// everything must not make it look as if everything had many visitors.
    /// </summary>
    private const ulong CertainlyTaught = 8;

    /// <param name="activity">Activity of the caller at this endpoint.</param>
    /// <param name="call">The call.</param>
    /// <param name="ticks">Event time.</param>
    /// <param name="learning">Where closed windows go.</param>
    /// <param name="mayTeach">False for actors under verdict.</param>
    /// <param name="mayWindowTeach">False where the actor was under verdict in the window that may close now.</param>
    /// <returns>The numbered object, if the actor had not asked for it within the look-back; else null.</returns>
    public static NewObject? Count(
        EndpointActivity activity, EnrichedEvent call, long ticks, BaselinePartial learning, bool mayTeach, bool mayWindowTeach)
    {
        var hour = (int)(ticks / HourTicks);
        if (hour > activity.Hour)
            Roll(activity, hour, call.Actor, learning, mayWindowTeach);
        activity.LastTicks = Math.Max(activity.LastTicks, ticks);
        if (hour == activity.Hour)
            activity.Current.Add(call.Call.Status, call.Call.ResponseBytes, ticks);
        else if (hour == activity.Hour - 1)
            activity.Before.Add(call.Call.Status, call.Call.ResponseBytes, ticks);
        else
            return null;
        var newObject = call.Objects.Count > 0 ? CountObject(activity, call, hour == activity.Hour, learning, mayTeach) : null;
        if (activity.Objects >= SampleFrom)
            (activity.Sample ??= new EventSample()).Add(call.Call.Id);
        return newObject;
    }

    /// <summary>Teaches the look-back of an activity, once per two-hour bucket, so that no actor's share grows with its patience.</summary>
    public static void Teach(EndpointActivity activity, Actor actor, BaselinePartial learning)
    {
        var bucket = activity.Hour / 2;
        if (activity.Calls == 0 || activity.TaughtBucket == bucket)
            return;
        activity.TaughtBucket = bucket;
        activity.TaughtBuckets++;
        activity.MostBytes = Math.Max(activity.MostBytes, activity.Bytes);
        learning.Learn(activity.Key, Metric.Bytes, activity.Bytes, actor.Hash, bucket);
        if (activity.Objects == 0)
            return;
        activity.MostObjects = Math.Max(activity.MostObjects, activity.Objects);
        learning.Learn(activity.Key, Metric.Objects, activity.Objects, actor.Hash, bucket);
        learning.Learn(activity.Key, Metric.Run, activity.LongestRun, actor.Hash, bucket);
        learning.Learn(activity.Key, Metric.RefusedObjects, activity.RefusedObjects, actor.Hash, bucket);
    }

    /// <summary>Two activities turned out to be at one endpoint.</summary>
    /// <param name="activity">What they become.</param>
    /// <param name="part">What becomes part of it.</param>
    /// <param name="actor">Whose they are.</param>
    /// <param name="learning">Where closed windows go.</param>
    /// <param name="mayTeach">False for actors under verdict.</param>
    public static void Absorb(EndpointActivity activity, EndpointActivity part, Actor actor, BaselinePartial learning, bool mayTeach)
    {
        if (activity.Hour < part.Hour)
            Roll(activity, part.Hour, actor, learning, mayTeach);
        else if (part.Hour < activity.Hour)
            Roll(part, activity.Hour, actor, learning, mayTeach);
        activity.Absorb(part);
    }

    private static void Roll(EndpointActivity activity, int hour, Actor actor, BaselinePartial learning, bool mayTeach)
    {
        if (mayTeach)
            Teach(activity, actor, learning);
        var isNext = activity.Hour == hour - 1;
        activity.Before = isNext ? activity.Current : default;
        activity.Current = default;
        activity.Asked.Roll(isNext);
        activity.Refused?.Ids.Roll(isNext);
        activity.Hour = hour;
        activity.LongestRun = activity.Walk.Run;
    }

    private static NewObject? CountObject(
        EndpointActivity activity, EnrichedEvent call, bool isCurrent, BaselinePartial learning, bool mayTeach)
    {
        var status = call.Call.Status;
        var hash = Identity(call.Objects);
        if (status is 403 or 404 or 410)
            Add(ref (activity.Refused ??= new RefusedSet()).Ids, hash, isCurrent);
        if (!Add(ref activity.Asked, hash, isCurrent))
            return null;
        NewObject? newObject = null;
        if (Walked(call.Objects).Number is { } number)
        {
            newObject = new NewObject(number, activity.Walk.Visit(number));
            activity.LongestRun = Math.Max(activity.LongestRun, activity.Walk.Run);
        }

        if (mayTeach && status is >= 200 and < 300 && IsTaught(hash, call.Actor, activity.Objects))
            learning.Visit(activity.Key, hash, call.Actor.Hash);
        return newObject;
    }

    private static bool IsTaught(ulong objectHash, Actor actor, int objects) =>
        (ulong)objects <= CertainlyTaught || StableHash.Combine(objectHash, actor.Hash) < ulong.MaxValue / (ulong)objects * CertainlyTaught;

    private static bool Add(ref RecentSet set, ulong hash, bool isCurrent) => isCurrent ? set.Add(hash) : set.AddBefore(hash);

    /// <summary>The object that a walk would change: the innermost one that the path names, else the first parameter.</summary>
    private static ObjectRef Walked(IReadOnlyList<ObjectRef> objects)
    {
        var innermost = objects[0];
        for (var i = 1; i < objects.Count && objects[i].Place == ObjectPlace.Path; i++)
            innermost = objects[i];
        return innermost;
    }

    /// <summary>Order 7 of customer 1 is another object than order 7 of customer 2.</summary>
    private static ulong Identity(IReadOnlyList<ObjectRef> objects)
    {
        var identity = ObjectIdentity.Of(objects[0].Value);
        for (var i = 1; i < objects.Count && objects[i].Place == ObjectPlace.Path; i++)
            identity = ObjectIdentity.Within(identity, objects[i].Value);
        return identity;
    }
}
