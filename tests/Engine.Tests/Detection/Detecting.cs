using System.Text.Json;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>An engine and everything that it concluded so far.</summary>
internal sealed class Detecting(
    int lanes = 1, long memoryBytes = 1L << 30, IReadOnlyDictionary<string, DetectorOptions>? detectors = null, ScoringOptions? scoring = null)
{
    private readonly DetectionEngine _engine = new(
        new DetectionEngine.Options { Lanes = lanes, MemoryBytes = memoryBytes }, scoring ?? new ScoringOptions(),
        detectors ?? new Dictionary<string, DetectorOptions>(), "test");

    public List<Placement> Placements { get; } = [];
    public List<Signal> Signals { get; } = [];
    public List<Verdict> Verdicts { get; } = [];
    public List<Session> Sessions { get; } = [];

    public DetectionStatistics Statistics => _engine.Statistics;

    public Detecting See(params IReadOnlyList<EnrichedEvent> batch)
    {
        Keep(_engine.Process(batch));
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
        Keep(_engine.Complete());
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
    }
}
