using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.Sessions;
using Engine.Detection.Verdicts;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// Everything remembered of one actor: one small object, with parts that come when they are first needed (see README, "Why").
/// </summary>
internal sealed class ActorState(Actor actor)
{
    /// <summary>Endpoints followed at once per actor; beyond it the one left alone the longest is forgotten.</summary>
    public const int MostEndpoints = 64;

    private EndpointSlot[] _endpoints = new EndpointSlot[2];
    private int _count;
    private object?[]? _parts;

    public Actor Actor { get; } = actor;

    public OpenSession? Session;
    public ActorScore? Score;
    public ActorTargets Targets;
    public ActorVolume Volume;

    /// <summary>Latest event time (UTC ticks): orders the actors by how long they have been quiet.</summary>
    public long LastTicks;

    /// <summary>In which of its shard's queues the actor is.</summary>
    public bool IsAwake, IsQueuedAsResting;

    /// <summary>A checkpoint holds it: when it is forgotten, the next one must say so.</summary>
    public bool IsSaved;

    /// <summary>Interval between two checkpoints in which it last changed.</summary>
    public int ChangedIn;

    /// <summary>Moves of endpoints that it has followed.</summary>
    public int Followed;

    public ReadOnlySpan<EndpointSlot> Activity => _endpoints.AsSpan(0, _count);

    /// <summary>What a detector remembers of this actor, null until it first needs to remember something.</summary>
    public object? PartOf(int detector) => _parts?[detector];

    public void KeepPart(int detector, object part, int detectors) => (_parts ??= new object?[detectors])[detector] = part;

    /// <summary>The activity at the call's endpoint, in the call's environment and format.</summary>
    public EndpointActivity At(EnrichedEvent call)
    {
        var id = call.Endpoint.Id;
        foreach (ref readonly var slot in Activity)
        {
            if (slot.EndpointId == id && slot.Activity.Environment == call.Call.Environment
                && slot.Activity.SourceFormat == call.Call.SourceFormat && slot.Activity.Endpoint.Equals(call.Endpoint))
                return slot.Activity;
        }

        return Start(new EndpointActivity(call.Endpoint, Actor.Peers, call.Call.Environment, call.Call.SourceFormat));
    }

    /// <summary>Endpoints became part of others: what is remembered of them is kept under what they are today.</summary>
    /// <param name="successors">What they are.</param>
    /// <param name="learning">Where windows go that close by it.</param>
    /// <param name="mayTeach">False for actors under verdict.</param>
    public void Follow(EndpointSuccessors successors, BaselinePartial learning, bool mayTeach)
    {
        Followed = successors.Count;
        for (var i = 0; i < _count; i++)
        {
            var activity = _endpoints[i].Activity;
            if (!successors.TryFollow(activity.Endpoint, out var successor))
                continue;
            activity.MoveTo(successor, NamedByWords.Find(activity.Endpoint, successor));
            var at = PlaceOf(activity);
            if (at < 0)
            {
                _endpoints[i] = new EndpointSlot(successor.Id, activity);
                continue;
            }

            ActivityTracker.Absorb(_endpoints[at].Activity, activity, Actor, learning, mayTeach);
            _endpoints[i--] = _endpoints[--_count];
            _endpoints[_count] = default;
        }

        Session?.Follow(successors);
    }

    /// <summary>All but the actor, who is the key, and the detectors' parts.</summary>
    public static void Save(ref MessagePackWriter writer, ActorState state)
    {
        writer.Write(state.LastTicks);
        writer.Write(state.IsAwake);
        ActorVolume.Save(ref writer, state.Volume);
        ActorTargets.Save(ref writer, state.Targets);
        writer.WriteArrayHeader(state._count);
        foreach (ref readonly var slot in state.Activity)
            EndpointActivity.Save(ref writer, slot.Activity);
        if (state.Session is { } session)
            OpenSession.Save(ref writer, session, state.Activity);
        else
            writer.WriteNil();
        if (state.Score is { } score)
            ActorScore.Save(ref writer, score);
        else
            writer.WriteNil();
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static ActorState Load(ref MessagePackReader reader, Actor actor, SharedNames names)
    {
        var state = new ActorState(actor)
        {
            IsSaved = true,
            LastTicks = reader.ReadTicks(),
            IsAwake = reader.ReadBoolean(),
            Volume = ActorVolume.Load(ref reader),
            Targets = ActorTargets.Load(ref reader),
        };
        for (var left = reader.ReadCount(MostEndpoints); left > 0; left--)
            state.Start(EndpointActivity.Load(ref reader, actor.Peers, names));
        state.Session = reader.TryReadNil() ? null : OpenSession.Load(ref reader, state.Activity, names);
        state.Score = reader.TryReadNil() ? null : ActorScore.Load(ref reader, actor);
        return state;
    }

    /// <summary>Place of another activity of the same kind; negative where there is none.</summary>
    private int PlaceOf(EndpointActivity moved)
    {
        for (var i = 0; i < _count; i++)
        {
            var activity = _endpoints[i].Activity;
            if (_endpoints[i].EndpointId == moved.Endpoint.Id && activity != moved && activity.Key == moved.Key && activity.Endpoint.Equals(moved.Endpoint))
                return i;
        }

        return -1;
    }

    private EndpointActivity Start(EndpointActivity fresh)
    {
        if (_count == _endpoints.Length && _count < MostEndpoints)
            Array.Resize(ref _endpoints, Math.Min(MostEndpoints, _count * 2));
        var at = _count < MostEndpoints ? _count++ : LongestAlone();
        _endpoints[at] = new EndpointSlot(fresh.Endpoint.Id, fresh);
        return fresh;
    }

    private int LongestAlone()
    {
        var oldest = 0;
        for (var i = 1; i < _count; i++)
        {
            if (_endpoints[i].Activity.LastTicks < _endpoints[oldest].Activity.LastTicks)
                oldest = i;
        }

        return oldest;
    }
}
