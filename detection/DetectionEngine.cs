using System.ComponentModel.DataAnnotations;
using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.Enforcement;
using Engine.Detection.Facts;
using Engine.Detection.Sessions;
using Engine.Detection.State;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Detection;

/// <summary>
/// Calls in, signals and verdicts out. A batch is split over lanes by the actor's virtual shard, run, joined and merged in input order;
/// learned baselines change only at epoch boundaries of logical time, at an exact position of the input. So the same input gives the same
/// verdicts whatever the batch size and the number of lanes.
/// </summary>
public sealed class DetectionEngine : ICheckpointed
{
    /// <summary>Section <c>detection</c>.</summary>
    public sealed record Options : IValidatableObject
    {
        /// <summary>Threads that detection uses. Default 1; results do not depend on it.</summary>
        [Range(1, 256)]
        public int Lanes { get; init; } = 1;

        /// <summary>Memory for actors' state; the longest quiet actors are forgotten beyond it. Default 4 GiB.</summary>
        [Range(16L << 20, 1L << 44)]
        public long MemoryBytes { get; init; } = 4L << 30;

        /// <summary>Logical time between two versions of the baselines. Default 5 min.</summary>
        public TimeSpan Epoch { get; init; } = TimeSpan.FromMinutes(5);

        /// <summary>Where the knowledge of what is normal comes from. Default: learned.</summary>
        public BaselineMode Baselines { get; init; } = BaselineMode.Relearn;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Epoch < TimeSpan.FromSeconds(1) || Epoch > TimeSpan.FromHours(1))
                yield return new ValidationResult("must be between 1 s and 1 h", [nameof(Epoch)]);
        }
    }

    /// <summary>Typical actor with all detectors, as measured by the state benchmark (see README).</summary>
    private const int BytesPerActor = 3 * 1024;

    /// <summary>Calls below which a second thread costs more than it saves.</summary>
    private const int WorthForking = 64;

    private readonly Lane[] _lanes;
    private readonly ActorShard?[] _shards = new ActorShard?[Actor.ShardCount];
    private readonly Knowledge _knowledge;
    private readonly EnforcedTargets _enforced = new();
    private readonly EndpointSuccessors _successors = new();
    private readonly FactStep _facts;
    private readonly DetectionCheckpoint _checkpoint;
    private readonly long _epochTicks;

    /// <param name="options">Resources.</param>
    /// <param name="scoring">From which score what happens.</param>
    /// <param name="detectors">Options by detector id; a detector that is missing here runs with its defaults.</param>
    /// <param name="engineVersion">Build, for the verdicts.</param>
    public DetectionEngine(
        Options options, ScoringOptions scoring, IReadOnlyDictionary<string, DetectorOptions> detectors, string engineVersion)
    {
        var running = DetectorCatalog.All.Select(entry => entry.Create(detectors.GetValueOrDefault(entry.Info.Id))).ToArray();
        var shadow = DetectorCatalog.All
            .Where(entry => (detectors.GetValueOrDefault(entry.Info.Id) ?? entry.Defaults).Mode == DetectorMode.Shadow)
            .Select(entry => entry.Info.Id).ToHashSet();
        Rules = RulesVersion.Of(detectors, scoring);
        var weigh = new Scoring(scoring, DetectorCatalog.All.ToDictionary(entry => entry.Info.Id, entry => entry.Info), engineVersion, Rules);
        var actorsPerShard = (int)Math.Max(4, options.MemoryBytes / BytesPerActor / Actor.ShardCount);
        var parts = new DetectorParts(running);
        _knowledge = new Knowledge(options.Baselines, _successors);
        _facts = new FactStep([.. running.OfType<IFactDetector>()], _knowledge.Table);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(lane => new Lane(
            running, shadow, _shards, weigh, _knowledge, _enforced, _successors, new ShardCheckpoint(_shards, lane, options.Lanes, actorsPerShard, parts)))];
        _checkpoint = new DetectionCheckpoint(_lanes, _knowledge, _enforced, _successors, _facts.Saved);
        _epochTicks = options.Epoch.Ticks;
        var evidence = ActorScore.LookBack(scoring) + running.Max(detector => detector.Info.LookBack);
        LookBack = evidence > SessionRules.LookBack ? evidence : SessionRules.LookBack;
    }

    /// <summary>
    /// Event time for which a call may count in any way but as a lesson: the longest session, or the longest evidence and the verdict that
    /// followed. Who has lost all state and sees so much again judges as before, by what these calls teach.
    /// </summary>
    public TimeSpan LookBack { get; }

    /// <summary>Latest logical time of the calls so far; the beginning of time before the first.</summary>
    public DateTimeOffset Time => _facts.Time;

    /// <summary>Names the rules that judge: a digest of detectors, their versions and options, and of the scoring.</summary>
    public string Rules { get; }

    /// <summary><see cref="Placement.Sequence"/> of the next call.</summary>
    public long Sequence => Progress.Sequence;

    public DetectionStatistics Statistics => new(
        _shards.Sum(shard => (long)(shard?.Count ?? 0)), Forgotten, _knowledge.Table.Version, _knowledge.Table.Count, _facts.Pending.Late,
        _facts.IsExact && Forgotten + Progress.Overflowed + _lanes.Sum(lane => lane.Overflowed) == 0);

    private RunProgress Progress => _checkpoint.Progress;

    private long Forgotten => Progress.Forgotten + _lanes.Sum(lane => lane.Forgotten);

    public DetectionResult Process(IReadOnlyList<EnrichedEvent> batch)
    {
        var placements = new Placement[batch.Count];
        var conclusions = new Conclusions();
        var start = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var tick = batch[i].Tick.UtcTicks;
            var epoch = tick / _epochTicks;
            if (epoch <= Progress.Epoch && !_facts.IsDue(tick) && batch[i].Moves is null)
                continue;
            Run(batch, start, i, placements, conclusions);
            start = i;
            if (batch[i].Moves is { } moves)
                conclusions.Add(Follow(moves, Progress.Sequence + i, batch[i].Tick));
            if (epoch > Progress.Epoch)
            {
                // Before the facts: a recorded version comes into force before this call as well.
                if (Progress.Epoch != long.MinValue)
                    Turn(batch[i].Tick, Progress.Sequence + i, conclusions);
                Progress.Epoch = epoch;
            }

            Hear(_facts.Judge(tick), conclusions);
        }

        Run(batch, start, batch.Count, placements, conclusions);
        Progress.Sequence += batch.Count;
        return conclusions.With(placements);
    }

    /// <summary>The input has ended: every open session is over.</summary>
    public DetectionResult Complete()
    {
        var conclusions = new Conclusions();
        Hear(_facts.JudgeRest(), conclusions);
        Rest(long.MaxValue, conclusions);
        return conclusions.With([]);
    }

    /// <summary>
    /// Something recorded comes into force, before the next call: a version of the baselines (where they are
    /// <see cref="BaselineMode.Recorded"/>), what endpoints became, or the beginning or end of an enforcement.
    /// </summary>
    /// <exception cref="InvalidDataException">It is not what an engine recorded.</exception>
    /// <exception cref="MessagePack.MessagePackSerializationException">The same.</exception>
    public void Apply(ControlEntry entry)
    {
        if (entry.Kind == ControlKind.Knowledge)
            _knowledge.Apply(entry);
        else if (entry.Kind == ControlKind.Endpoints)
            Follow(RecordedMoves.Read(entry));
        else if (entry.Kind == ControlKind.Enforcement)
            _enforced.Apply(entry);
    }

    /// <summary>All that was learned so far, in force or not; after <see cref="Complete"/>, all that the input teaches.</summary>
    public ReadOnlyMemory<byte> ExportBaselines() => _knowledge.Export(Learned());

    /// <summary>Begins with the baselines of another engine, before the first call.</summary>
    /// <exception cref="InvalidDataException">It is no export.</exception>
    /// <exception cref="MessagePack.MessagePackSerializationException">The same.</exception>
    public void ImportBaselines(ReadOnlyMemory<byte> exported) => _knowledge.Import(exported);

    /// <summary>Begins within a run whose state is lost, before the first call.</summary>
    /// <param name="sequence">Arrival number of that call.</param>
    public void BeginAt(long sequence) => Progress.Sequence = sequence;

    /// <summary>State has been rebuilt from calls that were concluded from before; what comes now is new.</summary>
    /// <param name="sequence">Arrival number of the next call at least, should some of them be gone.</param>
    /// <param name="isWhole">False: they were not all, so that lessons from before them are lost.</param>
    public void GoOn(long sequence, bool isWhole)
    {
        Progress.Sequence = Math.Max(Progress.Sequence, sequence);
        Progress.Overflowed += isWhole ? 0 : 1;
        _knowledge.RecordWhole();
    }

    public void BeginCheckpoint(bool isWhole) => _checkpoint.BeginCheckpoint(isWhole);

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into) => _checkpoint.ContinueCheckpoint(isEnough, into);

    public bool Restore(in StateEntry entry) => _checkpoint.Restore(entry);

    public void CompleteRestore() => _checkpoint.CompleteRestore();

    private void Run(IReadOnlyList<EnrichedEvent> batch, int from, int to, Placement[] placements, Conclusions conclusions)
    {
        for (var i = from; i < to; i++)
            _lanes[batch[i].Actor.Shard % _lanes.Length].Turns.Add(i);
        if (to - from < WorthForking || _lanes.Length == 1)
        {
            foreach (var lane in _lanes)
                lane.Run(batch, placements, Progress.Sequence);
        }
        else
        {
            Fork(batch, placements);
        }

        conclusions.Drain(_lanes);
        foreach (var lane in _lanes)
            _facts.Take(lane.Output.Facts);
    }

    private ControlEntry Follow(EndpointMoves moves, long sequence, DateTimeOffset at)
    {
        Follow(moves.All);
        return RecordedMoves.Write(moves, sequence, at);
    }

    /// <summary>What all actors share follows at once; what is kept for one, when it is next touched.</summary>
    private void Follow(IReadOnlyList<EndpointMove> moves)
    {
        _successors.Add(moves);
        _knowledge.Follow();
        _facts.Follow(_successors);
    }

    // Apart, because what the lambda captures is made on the heap whenever its method is entered.
    private void Fork(IReadOnlyList<EnrichedEvent> batch, Placement[] placements) =>
        Parallel.ForEach(_lanes, lane => lane.Run(batch, placements, Progress.Sequence));

    /// <summary>What the fact step says of actors goes to their scoring, at this exact place among the calls.</summary>
    private void Hear(IReadOnlyList<Signal> signals, Conclusions conclusions)
    {
        for (var i = 0; i < signals.Count; i++)
            _lanes[signals[i].Actor.Shard % _lanes.Length].Hear(signals[i], _facts.Time, i);
        if (signals.Count > 0)
            conclusions.Drain(_lanes);
    }

    /// <summary>An epoch ends: quiet actors rest and teach, then what all lanes learned comes into force for all of them at once.</summary>
    private void Turn(DateTimeOffset at, long sequence, Conclusions conclusions)
    {
        Rest(at.UtcTicks, conclusions);
        conclusions.Add(_knowledge.Turn(Learned(), sequence, at));
    }

    private List<BaselinePartial> Learned() => [.. _lanes.Select(lane => lane.TakeLearning())];

    private void Rest(long ticks, Conclusions conclusions)
    {
        if (_lanes.Length == 1)
            Rest(0, ticks);
        else
            Parallel.For(0, _lanes.Length, lane => Rest(lane, ticks));
        conclusions.Drain(_lanes);
    }

    private void Rest(int lane, long ticks)
    {
        for (var shard = lane; shard < Actor.ShardCount; shard += _lanes.Length)
            _lanes[lane].Rest(shard, ticks);
    }
}
