using Engine.App.Runs;
using Engine.Detection;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls → signals, verdicts, sessions.</summary>
/// <remarks>Called by one thread at a time; detection forks a batch over its lanes and joins it again.</remarks>
internal sealed class DetectStage(DetectionEngine detection, RunCounters counters)
{
    private long _number;

    public DetectedBatch Apply(EnrichedBatch batch)
    {
        var result = batch.Parsed.IsEnd ? detection.Complete() : detection.Process(batch.Events);
        counters.CountDetected(result.Signals.Count, result.Sessions.Count);
        return new DetectedBatch
        {
            Number = _number++,
            Events = batch.Events,
            Placements = result.Placements,
            Signals = result.Signals,
            Verdicts = result.Verdicts,
            Sessions = result.Sessions,
            DeadLetters = batch.Parsed.Refused,
            Watermark = batch.Watermark,
            ArrivedAt = batch.Parsed.ArrivedAt,
            IsLast = batch.Parsed.IsEnd,
        };
    }
}
