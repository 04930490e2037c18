using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Schemas;

namespace Engine.Detection.Facts;

/// <summary>
/// The second keyed step: gathers the facts of all lanes under their keys and judges them second by second of logical time. Its clock is
/// the latest tick of the calls so far, so what is judged where depends on the calls in their order and on nothing else.
/// </summary>
/// <remarks>Runs between the calls, while no lane does, on the engine's own thread.</remarks>
internal sealed class FactStep
{
    /// <summary>Bounds: about 30 MB of waiting facts, 100 MB of state.</summary>
    private const int MostPending = 262_144, MostKeys = 16_384, MostValues = 1_048_576;

    private readonly IReadOnlyList<IFactDetector> _detectors;
    private readonly FactContext _context;
    private readonly List<Fact> _second = [];
    private readonly List<FactState> _touched = [];
    private long _clock = -1;
    private long _next = long.MinValue;

    /// <param name="detectors">All, in their order.</param>
    /// <param name="baselines">Read only.</param>
    public FactStep(IReadOnlyList<IFactDetector> detectors, BaselineTable baselines)
    {
        _detectors = detectors;
        _context = new FactContext(baselines);
        Saved = new FactCheckpoint(this);
    }

    public PendingFacts Pending { get; } = new(MostPending);
    public FactTable Table { get; } = new(MostKeys, MostValues);
    public IReadOnlyList<IFactDetector> Detectors => _detectors;

    /// <summary>Saves and restores all of it.</summary>
    public FactCheckpoint Saved { get; }

    /// <summary>Latest logical time (UTC ticks); -1 before the first call. What is judged is judged at this time.</summary>
    public long Clock
    {
        get => _clock;
        set => (_clock, _next) = (value, value < 0 ? long.MinValue : ((value / TimeSpan.TicksPerSecond) + 1) * TimeSpan.TicksPerSecond);
    }

    public DateTimeOffset Time => new(Math.Max(0, Clock), TimeSpan.Zero);

    /// <summary>False: something was forgotten or dropped that may have mattered.</summary>
    public bool IsExact => Pending.Dropped + Table.Forgotten + ForgottenInside == 0;

    /// <summary>Values forgotten within keys.</summary>
    public long ForgottenInside { get; set; }

    /// <summary>True: a new second begins with this tick, so another may be complete.</summary>
    public bool IsDue(long tick) => tick >= _next;

    /// <summary>Takes the facts that the lanes emitted.</summary>
    public void Take(List<Fact> facts)
    {
        foreach (ref readonly var fact in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(facts))
            Pending.Add(fact);
        facts.Clear();
    }

    /// <summary>The clock moves on: judges every second that is complete now.</summary>
    /// <returns>Signals in their order; valid until the next call.</returns>
    public IReadOnlyList<Signal> Judge(long tick)
    {
        Clock = Math.Max(Clock, tick);
        return JudgeThrough(PendingFacts.CompleteAt(Clock));
    }

    /// <summary>The input has ended: judges everything that waits.</summary>
    public IReadOnlyList<Signal> JudgeRest() => JudgeThrough(Pending.Taken + PendingFacts.Slots);

    /// <summary>Endpoints became part of others: what is gathered under their keys is gathered under those of their successors.</summary>
    public void Follow(EndpointSuccessors successors)
    {
        Pending.Follow(successors);
        for (var i = 0; i < _detectors.Count; i++)
        {
            // In one order, because two may become one.
            foreach (var state in Table.States.Where(state => state.Parts[i] is { } part && _detectors[i].Leads(part, successors) is not null).OrderBy(state => state.Key).ToList())
            {
                if (state.Parts[i] is { } part && _detectors[i].Leads(part, successors) is { } key)
                    Move(state, key, i, part, successors);
            }
        }
    }

    private void Move(FactState state, FactKey key, int detector, object part, EndpointSuccessors successors)
    {
        Saved.BeforeChange(state);
        (state.Parts[detector], state.IsChanged) = (null, true);
        if (Array.TrueForAll(state.Parts, other => other is null))
            Table.Leave(state.Key);
        if (!Table.TryGet(key, out var there))
            Table.Put(there = new FactState(key, _detectors.Count));
        Saved.BeforeChange(there);
        there.IsChanged = true;
        there.LastTicks = Math.Max(there.LastTicks, state.LastTicks);
        there.Parts[detector] = _detectors[detector].Move(part, successors, there.Parts[detector]);
        Table.Measure(there, 1 + _detectors[detector].SizeOf(there.Parts[detector]!));
    }

    private IReadOnlyList<Signal> JudgeThrough(long second)
    {
        _context.Clear();
        while (Pending.TryTake(second, _second))
        {
            foreach (ref readonly var fact in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_second))
                Gather(fact);
            foreach (var state in _touched)
                Conclude(state);
            _touched.Clear();
            foreach (var state in Table.ForgetIfFull())
                Saved.BeforeChange(state);
        }

        return _context.Raised;
    }

    private void Gather(in Fact fact)
    {
        var key = new FactKey(fact.Kind, fact.Key);
        if (!Table.TryGet(key, out var state))
            Table.Put(state = new FactState(key, _detectors.Count));
        if (!state.IsTouched)
        {
            Saved.BeforeChange(state);
            (state.IsTouched, state.IsChanged) = (true, true);
            _touched.Add(state);
        }

        state.LastTicks = Math.Max(state.LastTicks, fact.Ticks);
        for (var i = 0; i < _detectors.Count; i++)
        {
            if (_detectors[i].Kind == fact.Kind)
                _detectors[i].Gather(fact, ref state.Parts[i]);
        }
    }

    private void Conclude(FactState state)
    {
        var (size, forgotten) = (1, 0L);
        for (var i = 0; i < _detectors.Count; i++)
        {
            if (state.Parts[i] is not { } part)
                continue;
            _detectors[i].Conclude(_context, part);
            size += _detectors[i].SizeOf(part);
            forgotten += _detectors[i].ForgottenOf(part);
        }

        Table.Measure(state, size);
        ForgottenInside += forgotten - state.Forgotten;
        (state.Forgotten, state.IsTouched) = (forgotten, false);
    }
}
