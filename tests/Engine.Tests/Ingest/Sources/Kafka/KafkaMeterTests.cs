using System.Diagnostics.Metrics;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class KafkaMeterTests
{
    [Fact]
    public void Lag_of_each_partition_and_what_was_missed_are_metrics_until_the_source_closes()
    {
        var source = $"gateway-{Guid.NewGuid():n}";
        var progress = new KafkaProgress();
        progress.Report([new KafkaPosition("log", 0, Next: 7, End: 10), new KafkaPosition("log", 1, Next: 5, End: 5)]);
        progress.CountMissed(4);
        var seen = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => Enable(instrument, to) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (Equals(named["source"], source))
                seen.Add($"{instrument.Name} {named.GetValueOrDefault("topic")}/{named.GetValueOrDefault("partition")} {value}");
        });
        listener.Start();

        using (new KafkaMeter(source, progress))
            listener.RecordObservableInstruments();
        listener.RecordObservableInstruments();

        Assert.Equal(["engine.ingest.lag log/0 3", "engine.ingest.lag log/1 0", "engine.ingest.missed / 4"], seen);
        Assert.Equal(3, progress.Lag);
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == "Engine")
            listener.EnableMeasurementEvents(instrument);
    }
}
