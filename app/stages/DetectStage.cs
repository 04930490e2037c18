using Engine.App.Checkpoints;
using Engine.App.Runs;
using Engine.Detection;
using Engine.Schemas;
using MessagePack;

namespace Engine.App.Stages;

/// <summary>Calls → signals, verdicts, sessions.</summary>
/// <remarks>Called by one thread at a time; detection forks a batch over its lanes and joins it again.</remarks>
/// <param name="detection">The detectors.</param>
/// <param name="counters">Counts.</param>
/// <param name="inbox">What the world outside tells.</param>
/// <param name="share">Detection's part in checkpoints; null: none are taken.</param>
internal sealed class DetectStage(DetectionEngine detection, RunCounters counters, ControlInbox inbox, CheckpointShare? share = null)
{
    private long _number;

    public Conclusion Apply(EnrichedBatch batch)
    {
        if (batch.Checkpoint is { } checkpoint)
            share!.Begin(checkpoint, SaveCounters);
        var told = inbox.Take(detection.Sequence, batch.Watermark);
        foreach (var control in batch.Controls.Concat(told))
            detection.Apply(control);
        if (batch.End == BatchEnd.Complete)
            share?.Finish();
        var result = batch.End == BatchEnd.Complete ? detection.Complete() : detection.Process(batch.Events);
        if (batch.End == BatchEnd.None)
            share?.Step();
        else
            share?.Finish();
        if (!batch.IsReadBack)
            counters.CountDetected(result);
        return new Conclusion(Batch(batch, told, result), batch.Checkpoint, batch.IsReadBack);
    }

    private void SaveCounters(StateBuffer into) => into.Put(
        StateSection.Run, "detected"u8, counters, static (ref MessagePackWriter writer, RunCounters counters) => counters.SaveDetected(ref writer));

    private DetectedBatch Batch(EnrichedBatch batch, IReadOnlyList<ControlEntry> told, DetectionResult result) => new()
    {
        Number = _number++,
        Events = batch.Events,
        Placements = result.Placements,
        Signals = result.Signals,
        Verdicts = result.Verdicts,
        Sessions = result.Sessions,
        Controls = told.Count == 0 ? result.Controls : [.. told, .. result.Controls],
        DeadLetters = batch.Refused,
        Watermark = batch.Watermark,
        ArrivedAt = batch.ArrivedAt,
        IsLast = batch.End is BatchEnd.Cut or BatchEnd.Complete,
    };
}
