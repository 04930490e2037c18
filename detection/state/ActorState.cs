using Engine.Detection.Baselines;
using Engine.Detection.Sessions;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// Everything remembered of one actor: one small object, with parts that come when they are first needed (see README, "Why").
/// </summary>
internal sealed class ActorState(Actor actor, int detectors)
{
    /// <summary>Endpoints followed at once per actor; beyond it the one left alone the longest is forgotten.</summary>
    public const int MostEndpoints = 64;

    private EndpointActivity?[] _activity = new EndpointActivity?[2];
    private int _endpoints;

    public Actor Actor { get; } = actor;

    /// <summary>One part per detector, null until that detector first needs to remember something.</summary>
    public object?[] Parts { get; } = new object?[detectors];

    public OpenSession? Session;
    public ActorScore? Score;
    public ActorTargets Targets;
    public ActorVolume Volume;

    /// <summary>Latest event time (UTC ticks): orders the actors by how long they have been quiet.</summary>
    public long LastTicks;

    /// <summary>Neighbours in the shard's list, longest quiet first.</summary>
    public ActorState? Quieter, Busier;

    public ReadOnlySpan<EndpointActivity?> Activity => _activity.AsSpan(0, _endpoints);

    /// <summary>The activity at the call's endpoint, in the call's environment and format.</summary>
    public EndpointActivity At(EnrichedEvent call)
    {
        var activity = _activity;
        for (var i = 0; i < _endpoints; i++)
        {
            var known = activity[i]!;
            if (known.Endpoint.Equals(call.Endpoint) && known.Key.Environment == call.Call.Environment
                && known.Key.SourceFormat == call.Call.SourceFormat)
                return known;
        }

        return Start(new EndpointActivity(call.Endpoint, BaselineKey.ForEndpoint(call, Actor.Peers)));
    }

    private EndpointActivity Start(EndpointActivity fresh)
    {
        if (_endpoints == MostEndpoints)
        {
            _activity[LongestAlone()] = fresh;
            return fresh;
        }

        if (_endpoints == _activity.Length)
            Array.Resize(ref _activity, Math.Min(MostEndpoints, _activity.Length * 2));
        _activity[_endpoints++] = fresh;
        return fresh;
    }

    private int LongestAlone()
    {
        var oldest = 0;
        for (var i = 1; i < _endpoints; i++)
        {
            if (_activity[i]!.LastTicks < _activity[oldest]!.LastTicks)
                oldest = i;
        }

        return oldest;
    }
}
