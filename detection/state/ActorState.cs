using Engine.Detection.Sessions;
using Engine.Detection.Verdicts;
using Engine.Schemas;

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
