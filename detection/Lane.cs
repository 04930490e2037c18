using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.Enforcement;
using Engine.Detection.Sessions;
using Engine.Detection.State;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Detection;

/// <summary>One thread's share of the shards: runs the calls of its actors, in input order.</summary>
/// <remarks>A lane is used by one thread at a time and shares nothing that changes with the others, so its state needs no locks.</remarks>
internal sealed class Lane
{
    /// <summary>Latest event time: from it, every expiry can still be written as a date.</summary>
    private static readonly long LatestTicks = DateTimeOffset.MaxValue.AddYears(-1).UtcTicks;

    private static readonly Comparer<(int Order, Session Item)> ByEnd = Comparer<(int Order, Session Item)>.Create(
        (one, other) => (one.Item.End, one.Item.Id).CompareTo((other.Item.End, other.Item.Id)));

    private readonly IDetector[] _detectors;
    private readonly IReadOnlySet<string> _shadow;
    private readonly ActorShard?[] _shards;
    private readonly Scoring _scoring;
    private readonly EnforcedTargets _enforced;
    private readonly Knowledge _knowledge;
    private readonly EndpointSuccessors _successors;
    private readonly DetectionContext _context;
    private long _overflowed;

    /// <param name="detectors">All, in their order.</param>
    /// <param name="shadow">Ids of those whose signals are only recorded.</param>
    /// <param name="shards">All lanes' shards; this one touches its own.</param>
    /// <param name="scoring">Shared.</param>
    /// <param name="knowledge">Shared; changes only while no lane runs.</param>
    /// <param name="enforced">Shared; changes only while no lane runs.</param>
    /// <param name="successors">Shared; changes only while no lane runs.</param>
    /// <param name="checkpoint">Makes this lane's shards, and saves them.</param>
    public Lane(
        IDetector[] detectors, IReadOnlySet<string> shadow, ActorShard?[] shards, Scoring scoring, Knowledge knowledge, EnforcedTargets enforced,
        EndpointSuccessors successors, ShardCheckpoint checkpoint)
    {
        _detectors = detectors;
        _shadow = shadow;
        _shards = shards;
        _scoring = scoring;
        _knowledge = knowledge;
        _enforced = enforced;
        _successors = successors;
        Checkpoint = checkpoint;
        _context = new DetectionContext
        {
            Baselines = knowledge.Table,
            Learning = new BaselinePartial(knowledge.Table, knowledge.Learns),
            Facts = Output.Facts,
        };
    }

    /// <summary>Indexes into the batch of this lane's calls.</summary>
    public List<int> Turns { get; } = [];

    public ShardCheckpoint Checkpoint { get; }

    public LaneOutput Output { get; } = new();

    /// <summary>Actors forgotten under pressure.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Things to learn for which there was no room.</summary>
    public long Overflowed => _overflowed + Learning.Overflowed;

    private BaselinePartial Learning => _context.Learning;

    /// <summary>Hands over what was learned so far; the lane learns on from nothing.</summary>
    public BaselinePartial TakeLearning()
    {
        var learned = Learning;
        if (learned is { IsEmpty: true, Overflowed: 0 })
            return learned;
        _overflowed += learned.Overflowed;
        _context.Learning = new BaselinePartial(_knowledge.Table, _knowledge.Learns);
        return learned;
    }

    public void Run(IReadOnlyList<EnrichedEvent> batch, Placement[] placements, long firstSequence)
    {
        foreach (var index in Turns)
            placements[index] = Run(batch[index], index, firstSequence + index);
        Turns.Clear();
    }

    /// <summary>Ends the sessions of actors quiet for longer than a session's gap, and lets them teach their last window.</summary>
    /// <param name="shard">Number of the shard: its place in the order of what is concluded.</param>
    /// <param name="ticks">Logical time; the largest possible at the end of the input.</param>
    public void Rest(int shard, long ticks)
    {
        if (_shards[shard] is { } actors)
            Rest(actors, ticks, shard);
    }

    /// <summary>
    /// Takes evidence on an actor of this lane from the fact step. Where the actor was forgotten meanwhile the signal is only recorded: nothing
    /// is left that a verdict could act on, and with the actor's next facts the detector speaks again.
    /// </summary>
    /// <param name="raised">The signal.</param>
    /// <param name="tick">Logical time at which it was judged.</param>
    /// <param name="order">Its place among the signals judged with it.</param>
    public void Hear(Signal raised, DateTimeOffset tick, int order) => Weigh(_shards[raised.Actor.Shard]?.Find(raised.Actor), raised, tick, order);

    private void Rest(ActorShard actors, long ticks, int order)
    {
        var isEnd = ticks == long.MaxValue;
        var first = Output.Sessions.Count;
        while (actors.NextToRest(isEnd ? ticks : ticks - SessionRules.RestTicks) is { } state)
            Rest(state, order, isEnd ? SessionEnd.InputEnded : SessionEnd.Gap);
        // Those who fell silent at one moment come in the queue's order, and a restored queue has another.
        Output.Sessions.Sort(first, Output.Sessions.Count - first, ByEnd);
    }

    private Placement Run(EnrichedEvent call, int index, long sequence)
    {
        // The call's own time, so that a late one lands in its window; never a future that the clock does not believe.
        var ticks = Math.Min(LatestTicks, Math.Min(call.Call.At.UtcTicks, call.Tick.UtcTicks));
        var number = call.Actor.Shard;
        var shard = _shards[number] ?? Checkpoint.Of(number);
        if (shard.IsTimeToRest(call.Tick.UtcTicks))
            Rest(shard, call.Tick.UtcTicks, index);
        var state = shard.Touch(call.Actor, ticks, out var forgotten);
        if (forgotten is not null)
        {
            Forgotten++;
            Follow(forgotten);
            EndSession(forgotten, index, SessionEnd.Forgotten);
        }

        Follow(state);
        var session = Continue(state, call, ticks, index);
        state.Targets.See(call);

        // Our own block answered, not the service: it proves nothing about the actor, and must not feed its score.
        if (!_enforced.Answered(call))
            Judge(state, call, ticks, index);
        state.LastTicks = Math.Max(state.LastTicks, ticks);
        return new Placement(number, sequence, session.Id);
    }

    /// <summary>Endpoints have become part of others since the actor was last touched.</summary>
    private void Follow(ActorState state)
    {
        if (state.Followed == _successors.Count)
            return;
        state.Follow(_successors, Learning, MayTeach(state, state.LastTicks));
        for (var i = 0; i < _detectors.Length; i++)
        {
            if (state.PartOf(i) is { } part)
                _detectors[i].Follow(part, _successors);
        }
    }

    private OpenSession Continue(ActorState state, EnrichedEvent call, long ticks, int index)
    {
        ulong? earlier = null;
        if (state.Session is { } running && SessionRules.EndsBefore(running, ticks) is { } why)
        {
            EndSession(state, index, why);
            earlier = running.Id;
        }

        var session = state.Session ??= new OpenSession(SessionRules.IdOf(state.Actor, ticks, earlier), call.Call.Environment, ticks);
        session.Add(call, ticks);
        return session;
    }

    private void Judge(ActorState state, EnrichedEvent call, long ticks, int index)
    {
        // Windows that close now may be those of the call before.
        var mayTeach = MayTeach(state, ticks) && MayTeach(state, state.LastTicks);
        state.Volume.Count(call, ticks, Learning, mayTeach);
        EndpointActivity? activity = null;
        NewObject? newObject = null;
        if (!call.IsProvisional)
        {
            activity = state.At(call);
            newObject = ActivityTracker.Count(activity, call, ticks, Learning, mayTeach, MayTeach(state, activity.LastTicks));
        }

        _context.Turn(call, state, activity, ticks, mayTeach, newObject);
        for (var i = 0; i < _detectors.Length; i++)
            Observe(state, i);
        foreach (var raised in _context.Raised)
            Weigh(state, raised, call.Tick, index);
    }

    private void Observe(ActorState state, int detector)
    {
        var part = state.PartOf(detector);
        var before = part;
        _detectors[detector].Observe(_context, ref part);
        if (part is not null && !ReferenceEquals(part, before))
            state.KeepPart(detector, part, _detectors.Length);
    }

    private static bool MayTeach(ActorState state, long ticks) => state.Score is null || !state.Score.IsUnderVerdict(ticks);

    private void Weigh(ActorState? state, Signal raised, DateTimeOffset tick, int index)
    {
        var signal = raised with { Strength = Math.Round(raised.Strength, 4), IsShadow = _shadow.Contains(raised.Detector) };
        Output.Signals.Add((index, signal));
        if (!signal.IsShadow && state is not null && _scoring.Weigh(state, signal, tick, _context.Baselines.Version) is { } verdict)
            Output.Verdicts.Add((index, verdict));
    }

    private void Rest(ActorState state, int shard, SessionEnd why)
    {
        Follow(state);
        EndSession(state, shard, why);
        if (!MayTeach(state, state.LastTicks))
            return;
        foreach (ref readonly var slot in state.Activity)
            ActivityTracker.Teach(slot.Activity, state.Actor, Learning);
        _context.Turn(null!, state, null, state.LastTicks, mayTeach: true);
        for (var i = 0; i < _detectors.Length; i++)
        {
            if (state.PartOf(i) is { } part)
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
