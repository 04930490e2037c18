using Engine.Detection.Baselines;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection;

/// <summary>What a detector sees of one call. One instance per lane, used again for every call.</summary>
internal sealed class DetectionContext
{
    private readonly List<Signal> _raised = [];

    public EnrichedEvent Call { get; private set; } = null!;
    public ActorState Actor { get; private set; } = null!;

    /// <summary>Event time that windows go by (UTC ticks): the call's own, unless it lies in a future that is not believed.</summary>
    public long Ticks { get; private set; }

    /// <summary>What the actor does at this endpoint, this call included; null where the endpoint is only a shape so far.</summary>
    public EndpointActivity? Activity { get; private set; }

    /// <summary>Version in force for this call.</summary>
    public required BaselineTable Baselines { get; init; }

    /// <summary>Where this lane learns; not in force before the next epoch.</summary>
    public required BaselinePartial Learning { get; set; }

    /// <summary>False for an actor under verdict: what it does must not become normal.</summary>
    public bool MayTeach { get; private set; }

    /// <summary>The numbered object that the call is the actor's first to ask for; null where there is none.</summary>
    public NewObject? NewObject { get; private set; }

    public IReadOnlyList<Signal> Raised => _raised;

    /// <summary>What goes to the fact step.</summary>
    public required List<Fact> Facts { get; init; }

    public void Turn(EnrichedEvent call, ActorState actor, EndpointActivity? activity, long ticks, bool mayTeach, NewObject? newObject = null)
    {
        Call = call;
        Actor = actor;
        Activity = activity;
        Ticks = ticks;
        MayTeach = mayTeach;
        NewObject = newObject;
        _raised.Clear();
    }

    public void Raise(Signal signal) => _raised.Add(signal);

    public void Emit(in Fact fact) => Facts.Add(fact);
}
