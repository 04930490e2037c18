using Engine.Detection.Baselines;
using Engine.Detection.Sessions;
using Engine.Detection.State;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Detection;

/// <summary>One thread's share of the shards: runs the calls of its actors, in input order.</summary>
/// <remarks>A lane is used by one thread at a time and shares nothing that changes with the others, so its state needs no locks.</remarks>
internal sealed class Lane
{
    private readonly IReadOnlyList<IDetector> _detectors;
    private readonly IReadOnlySet<string> _shadow;
    private readonly ActorShard?[] _shards;
    private readonly Scoring _scoring;
    private readonly int _actorsPerShard;
    private readonly DetectionContext _context;

    public Lane(
        IReadOnlyList<IDetector> detectors, IReadOnlySet<string> shadow, ActorShard?[] shards, Scoring scoring, int actorsPerShard)
    {
        _detectors = detectors;
        _shadow = shadow;
        _shards = shards;
        _scoring = scoring;
        _actorsPerShard = actorsPerShard;
        _context = new DetectionContext { Learning = Learning };
    }

    /// <summary>Indexes into the batch of this lane's calls.</summary>
    public List<int> Turns { get; } = [];

    public BaselinePartial Learning { get; } = new();

    public LaneOutput Output { get; } = new();

    /// <summary>Actors forgotten under pressure.</summary>
    public long Forgotten { get; private set; }

    public BaselineTable Baselines
    {
        set => _context.Baselines = value;
    }

    public void Run(IReadOnlyList<EnrichedEvent> batch, Placement[] placements)
    {
        foreach (var index in Turns)
            placements[index] = Run(batch[index], index);
        Turns.Clear();
    }

    /// <summary>Ends the sessions of actors quiet for longer than a session's gap, and lets them teach their last window.</summary>
    /// <param name="shard">Number of the shard.</param>
    /// <param name="ticks">Logical time; the largest possible at the end of the input.</param>
    public void Rest(int shard, long ticks)
    {
        if (_shards[shard] is not { } actors)
            return;
        var before = ticks == long.MaxValue ? long.MaxValue : ticks - SessionRules.GapTicks;
        while (actors.NextToRest(before) is { } state)
            Rest(state, shard, ticks == long.MaxValue ? SessionEnd.InputEnded : SessionEnd.Gap);
    }

    private Placement Run(EnrichedEvent call, int index)
    {
        // The call's own time, so that a late one lands in its window; never a future that the clock does not believe.
        var ticks = Math.Min(call.Call.At.UtcTicks, call.Tick.UtcTicks);
        var number = call.Actor.Shard;
        var shard = _shards[number] ??= new ActorShard(_actorsPerShard, _detectors.Count);
        var state = shard.Touch(call.Actor, ticks, out var forgotten);
        if (forgotten is not null)
        {
            Forgotten++;
            EndSession(forgotten, index, SessionEnd.Forgotten);
        }

        var session = Continue(state, call, ticks, index);
        state.Targets.See(call);

        // Our own block answered, not the service: it proves nothing about the actor, and must not feed its score.
        if (call.Call.BlockedBy is null)
            Judge(state, call, ticks, index);
        return new Placement(number, shard.Sequence++, session.Id);
    }

    private OpenSession Continue(ActorState state, EnrichedEvent call, long ticks, int index)
    {
        if (state.Session is { } running && SessionRules.EndsBefore(running, ticks) is { } why)
            EndSession(state, index, why);
        var session = state.Session ??= new OpenSession(SessionRules.IdOf(state.Actor, ticks), call.Call.Environment, ticks);
        session.Add(call, ticks);
        return session;
    }

    private void Judge(ActorState state, EnrichedEvent call, long ticks, int index)
    {
        var mayTeach = state.Score is null || !state.Score.IsUnderVerdict(ticks);
        state.Volume.Count(call, ticks, Learning, mayTeach);
        EndpointActivity? activity = null;
        if (!call.IsProvisional)
        {
            activity = state.At(call);
            ActivityTracker.Count(activity, call, ticks, Learning, mayTeach);
        }

        _context.Turn(call, state, activity, ticks, mayTeach);
        for (var i = 0; i < _detectors.Count; i++)
            _detectors[i].Observe(_context, ref state.Parts[i]);
        foreach (var raised in _context.Raised)
            Weigh(state, raised, call.Tick, index);
    }

    private void Weigh(ActorState state, Signal raised, DateTimeOffset tick, int index)
    {
        var signal = raised with { Strength = Math.Round(raised.Strength, 4), IsShadow = _shadow.Contains(raised.Detector) };
        Output.Signals.Add((index, signal));
        if (!signal.IsShadow && _scoring.Weigh(state, signal, tick, _context.Baselines.Version) is { } verdict)
            Output.Verdicts.Add((index, verdict));
    }

    private void Rest(ActorState state, int shard, SessionEnd why)
    {
        EndSession(state, shard, why);
        var mayTeach = state.Score is null || !state.Score.IsUnderVerdict(state.LastTicks);
        if (!mayTeach)
            return;
        foreach (var activity in state.Activity)
            ActivityTracker.Teach(activity!, state.Actor, Learning);
        _context.Turn(null!, state, null, state.LastTicks, mayTeach);
        for (var i = 0; i < _detectors.Count; i++)
        {
            if (state.Parts[i] is { } part)
                _detectors[i].Rest(_context, part);
        }
    }

    private void EndSession(ActorState state, int order, SessionEnd why)
    {
        if (state.Session is not { } session)
            return;
        Output.Sessions.Add((order, session.End(state.Actor, why)));
        state.Session = null;
    }
}
