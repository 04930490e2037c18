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
/// <param name="lost">What is known of the run whose state is rebuilt first; null: nothing is.</param>
internal sealed class DetectStage(
    DetectionEngine detection, RunCounters counters, ControlInbox inbox, CheckpointShare? share = null, LostRun? lost = null)
{
    private long _number;
    private bool _wasReadBack;

    public Conclusion Apply(EnrichedBatch batch)
    {
        if (_wasReadBack && !batch.IsReadBack)
            detection.GoOn(lost?.End.Sequence ?? 0, lost is { IsWhole: true });
        _wasReadBack = batch.IsReadBack;
        if (batch.Checkpoint is { } checkpoint)
        {
            checkpoint.Mark = new InputMark(detection.Time, detection.Sequence, checkpoint.Positions);
            share!.Begin(checkpoint, SaveCounters);
        }

        // What is told now belongs behind what is read back.
        var told = batch.IsReadBack ? [] : inbox.Take(detection.Sequence, batch.Watermark);
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
