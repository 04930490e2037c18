using System.Text.Json;
using Engine.Detection;
using Engine.Detection.Baselines;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>An engine and everything that it concluded so far.</summary>
internal sealed class Detecting(
    int lanes = 1, long memoryBytes = 1L << 30, IReadOnlyDictionary<string, DetectorOptions>? detectors = null, ScoringOptions? scoring = null,
    BaselineMode baselines = BaselineMode.Relearn)
{
    public DetectionEngine Engine { get; } = new(
        new DetectionEngine.Options { Lanes = lanes, MemoryBytes = memoryBytes, Baselines = baselines }, scoring ?? new ScoringOptions(),
        detectors ?? new Dictionary<string, DetectorOptions>(), "test");

    public List<Placement> Placements { get; } = [];
    public List<Signal> Signals { get; } = [];
    public List<Verdict> Verdicts { get; } = [];
    public List<Session> Sessions { get; } = [];
    public List<ControlEntry> Controls { get; } = [];

    public DetectionStatistics Statistics => Engine.Statistics;

    public Detecting See(params IReadOnlyList<EnrichedEvent> batch)
    {
        Keep(Engine.Process(batch));
        return this;
    }

    /// <summary>As if it were the run itself that concluded what another concluded before.</summary>
    public Detecting After(Detecting other)
    {
        Placements.AddRange(other.Placements);
        Signals.AddRange(other.Signals);
        Verdicts.AddRange(other.Verdicts);
        Sessions.AddRange(other.Sessions);
        Controls.AddRange(other.Controls);
        return this;
    }

    public Detecting See(IEnumerable<EnrichedEvent> calls) => See(calls.ToArray());

    public Detecting SeeInBatches(IReadOnlyList<EnrichedEvent> calls, int size)
    {
        foreach (var batch in calls.Chunk(size))
            See(batch);
        return this;
    }

    public Detecting End()
    {
        Keep(Engine.Complete());
        return this;
    }

    public IEnumerable<Signal> Of(string detector) => Signals.Where(signal => signal.Detector == detector);

    /// <summary>Everything concluded, as text that can be compared byte for byte.</summary>
    public string AsText() => JsonSerializer.Serialize(new { Placements, Signals, Verdicts, Sessions });

    private void Keep(DetectionResult result)
    {
        Placements.AddRange(result.Placements);
        Signals.AddRange(result.Signals);
        Verdicts.AddRange(result.Verdicts);
        Sessions.AddRange(result.Sessions);
        Controls.AddRange(result.Controls);
    }
}
