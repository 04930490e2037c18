using System.Text.Json;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Enrichment;
using Engine.Ingest.Formats;
using Engine.Ingest.Time;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>The rooms on one thread, without streams and sinks: what a line costs from bytes to verdicts.</summary>
internal sealed class CoreBench(IRecordFormat format, IReadOnlyList<RawRecord> lines)
{
    private const int BatchSize = 256;

    /// <summary>
    /// The yardstick of this machine in this run: the same lines taken apart and nothing kept, by Utf8JsonReader, or text at spaces and quotes.
    /// </summary>
    public Measure Tokenise(int rounds) => Measure.Cheapest(rounds, () =>
    {
        var tokens = 0L;
        foreach (var line in lines)
            tokens += format.Info.IsJson ? JsonTokens(line.Bytes.Span) : Words(line.Bytes.Span);
        return tokens > 0 ? lines.Count : 0;
    });

    public Measure Parse(int rounds) => Measure.Cheapest(rounds, () =>
    {
        var calls = 0L;
        ForEachBatch(parsed => calls += parsed.Calls.Count);
        return calls;
    });

    /// <summary>Parse, logical time, identity and endpoints.</summary>
    public Measure Enrich(int rounds) => Measure.Cheapest(rounds, () =>
    {
        var (clock, enricher) = (new LogicalClock(new LogicalClock.Options()), NewEnricher());
        var calls = 0L;
        ForEachBatch(parsed => calls += Enriched(parsed, clock, enricher).Length);
        return calls;
    });

    /// <summary>All of it: every detector, sessions, scoring.</summary>
    public Measure Detect(int rounds) => Measure.Cheapest(rounds, () =>
    {
        var (clock, enricher) = (new LogicalClock(new LogicalClock.Options()), NewEnricher());
        var detection = new DetectionEngine(new DetectionEngine.Options(), new ScoringOptions(), new Dictionary<string, DetectorOptions>(), "bench");
        var calls = 0L;
        ForEachBatch(parsed => calls += detection.Process(Enriched(parsed, clock, enricher)).Placements.Count);
        return calls;
    });

    private static long JsonTokens(ReadOnlySpan<byte> line)
    {
        var tokens = 0L;
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
            tokens++;
        return tokens;
    }

    private static long Words(ReadOnlySpan<byte> line)
    {
        var words = 1L;
        for (; line.IndexOfAny((byte)' ', (byte)'"') is var end and >= 0; line = line[(end + 1)..])
            words++;
        return words;
    }

    private static Enricher NewEnricher() => new(new Enricher.Options { SecretKey = new byte[32] });

    private static EnrichedEvent[] Enriched(ParsedRecords parsed, LogicalClock clock, Enricher enricher)
    {
        var events = new EnrichedEvent[parsed.Calls.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var stamp = clock.Stamp("bench", parsed.Calls[i].At);
            events[i] = enricher.Enrich(parsed.Calls[i], stamp.Tick, stamp.IsLate);
        }

        return events;
    }

    private void ForEachBatch(Action<ParsedRecords> use)
    {
        for (var start = 0; start < lines.Count; start += BatchSize)
        {
            var parsed = new ParsedRecords(BatchSize);
            for (var i = start; i < Math.Min(lines.Count, start + BatchSize); i++)
                format.Parse(lines[i], parsed);
            use(parsed);
        }
    }
}
