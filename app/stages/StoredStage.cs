using Engine.App.Runs;

namespace Engine.App.Stages;

/// <summary>Stored calls → calls for detection: takes the place of parsing and enrichment where an earlier run did both.</summary>
/// <remarks>One sequential stage, for the same reason as <see cref="EnrichStage"/>: checkpoints are cut here.</remarks>
/// <param name="cut">Cuts checkpoints.</param>
/// <param name="counters">Counts.</param>
/// <param name="end">How it ends once all calls are read.</param>
internal sealed class StoredStage(InputCut cut, RunCounters counters, BatchEnd end)
{
    private DateTimeOffset _watermark = DateTimeOffset.MinValue;

    public EnrichedBatch Apply(StoredCalls stored)
    {
        var checkpoint = cut.Begin(stored.IsEnd);
        if (stored.Last is { } last)
            cut.TakeNew([last], static position => position);
        counters.CountStored(stored.Events);
        _watermark = stored.Watermark > _watermark ? stored.Watermark : _watermark;
        cut.Settle(stored.IsEnd);
        return new EnrichedBatch
        {
            Events = stored.Events,
            Controls = stored.Controls,
            Watermark = _watermark,
            ArrivedAt = DateTimeOffset.UnixEpoch,
            Checkpoint = checkpoint,
            End = !stored.IsEnd ? BatchEnd.None : cut.IsPaused ? BatchEnd.Paused : end,
        };
    }
}
