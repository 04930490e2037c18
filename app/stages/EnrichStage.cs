using Engine.App.Runs;
using Engine.Enrichment;
using Engine.Ingest.Time;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Calls → calls with logical time, actor and endpoint.</summary>
/// <remarks>
/// One sequential stage: verified credentials, endpoints and the watermark are learned in input order, which is what makes
/// verdicts independent of batch size and lanes.
/// </remarks>
internal sealed class EnrichStage(LogicalClock clock, Enricher enricher, RunCounters counters)
{
    private DateTimeOffset _watermark = DateTimeOffset.MinValue;

    public EnrichedBatch Apply(ParsedBatch parsed)
    {
        var events = new EnrichedEvent[parsed.Calls.Count];
        var late = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var call = parsed.Calls[i];
            var stamp = clock.Stamp(parsed.Partition, call.At);
            if (stamp.IsLate)
                late++;
            _watermark = stamp.Watermark;
            events[i] = enricher.Enrich(call, stamp.Tick, stamp.IsLate);
        }

        if (late > 0)
            counters.CountLate(late);
        return new EnrichedBatch(parsed, events, _watermark);
    }
}
