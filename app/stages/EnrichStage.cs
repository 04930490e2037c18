using Engine.App.Runs;
using Engine.Enrichment;
using Engine.Ingest.Time;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls → calls with logical time, actor and endpoint.</summary>
/// <remarks>
/// One sequential stage: verified credentials, endpoints and the watermark are learned in input order, which is what makes
/// verdicts independent of batch size and lanes. What was taken in before is dropped here, and checkpoints are cut here.
/// </remarks>
internal sealed class EnrichStage(LogicalClock clock, Enricher enricher, InputCut cut, RunCounters counters)
{
    private DateTimeOffset _watermark = DateTimeOffset.MinValue;

    public EnrichedBatch Apply(ParsedBatch parsed)
    {
        var isReadBack = cut.ReadsBack(parsed);
        var checkpoint = cut.Begin(parsed.IsEnd);
        var calls = cut.TakeNew(parsed.Calls, call => call.Position);
        var refused = cut.TakeNew(parsed.Refused, letter => letter.Position);
        var events = Enrich(calls, parsed.Partition, out var late);
        if (!isReadBack)
        {
            counters.CountTaken(parsed, calls, refused.Count);
            counters.CountRepeated(parsed.Calls.Count - calls.Count);
            counters.CountLate(late);
        }

        cut.Settle(parsed.IsEnd);
        return new EnrichedBatch
        {
            Events = events,
            Refused = refused,
            Watermark = _watermark,
            ArrivedAt = parsed.ArrivedAt,
            Checkpoint = checkpoint,
            IsReadBack = isReadBack,
            End = !parsed.IsEnd ? BatchEnd.None : cut.IsPaused ? BatchEnd.Paused : BatchEnd.Complete,
        };
    }

    private EnrichedEvent[] Enrich(IReadOnlyList<ApiEvent> calls, string partition, out int late)
    {
        late = 0;
        if (calls.Count == 0)
            return [];
        var time = clock.Of(partition);
        var events = new EnrichedEvent[calls.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var call = calls[i];
            var stamp = time.Stamp(call.At);
            if (stamp.IsLate)
                late++;
            _watermark = stamp.Watermark;
            events[i] = enricher.Enrich(call, stamp.Tick, stamp.IsLate);
        }

        return events;
    }
}
