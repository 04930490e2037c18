using System.Diagnostics.Metrics;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The progress of a source as metrics of the meter <c>Engine</c>.</summary>
internal sealed class KafkaMeter : IDisposable
{
    private readonly Meter _meter = new("Engine");

    public KafkaMeter(string source, KafkaProgress progress)
    {
        KeyValuePair<string, object?> name = new("source", source);
        _meter.CreateObservableGauge(
            "engine.ingest.lag",
            () => progress.Partitions.Select(at => new Measurement<long>(at.Lag, name, new("topic", at.Topic), new("partition", at.Partition))),
            "{record}", "Records that wait in a partition.");
        _meter.CreateObservableCounter(
            "engine.ingest.missed", () => new Measurement<long>(progress.Missed, name), "{record}", "Records that retention took before they were read.");
    }

    public void Dispose() => _meter.Dispose();
}
