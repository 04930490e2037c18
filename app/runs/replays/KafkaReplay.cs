using Engine.App.Configuration;
using Engine.App.Store;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>What the topics of a configured source hold: every partition is read, merged by time, without a group.</summary>
/// <param name="source">The source.</param>
/// <param name="options">The configuration.</param>
/// <param name="from">First record by Kafka's time; null: the first that is there.</param>
/// <param name="to">End by Kafka's time; null: what is there at the start.</param>
internal sealed class KafkaReplay(SourceOptions source, EngineOptions options, DateTimeOffset? from, DateTimeOffset? to) : IReplaySource
{
    /// <summary>A second reading ends where the first did.</summary>
    private readonly RangeEnds _ends = new();
    private readonly KafkaProgress _lag = new();

    private KafkaOptions Kafka => source.Kafka!;

    public string Name => $"{KafkaInput.Name(source)}{Moments.Between(from, to)}";

    public IReadOnlyList<string> Identity => [source.Name, Kafka.BootstrapServers, .. Kafka.Topics, source.Format, source.Environment, $"{from:O}", $"{to:O}"];

    public IReadOnlyList<string> Files => [];

    public IReadOnlyList<string> Positions => [$"{source.Name}/"];

    public bool CanReadAgain => true;

    public string? Missing => KafkaInput.Missing([_lag]);

    public RunInput Open(EngineRun run, InputPositions behind, ILoggerFactory logs)
    {
        var reading = KafkaInput.Of(source, Kafka, options, behind, logs) with { Ends = _ends, Lag = _lag };
        return new RunInput.Raw(KafkaSource.Range(reading, from, to, run.Formats, TimeProvider.System, run.Progress));
    }
}
