using System.Diagnostics.Metrics;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>What came to receivers, as metrics of the meter <c>Engine</c>.</summary>
internal sealed class ReceiverMeter : IDisposable
{
    private readonly Meter _meter = new("Engine");

    public void Watch(ReceiverCounters counters)
    {
        KeyValuePair<string, object?> source = new("source", counters.Source);
        Count("engine.ingest.received", () => counters.Received, "Requests, messages and datagrams that are kept.");
        Count("engine.ingest.repeated", () => counters.Repeated, "Requests that had come before.");
        Count("engine.ingest.refused", () => counters.Refused, "Requests turned away for good: no token, torn, too long.");
        Count("engine.ingest.deferred", () => counters.Deferred, "Requests asked to come again later.");
        Count("engine.ingest.dropped", () => counters.Dropped, "Messages lost before the journal, as far as it is known.");
        _meter.CreateObservableGauge("engine.ingest.journal", () => new Measurement<long>(counters.JournalBytes, source), "By", "Bytes of the journal on the disk.");

        void Count(string name, Func<long> value, string description) =>
            _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), source), "{message}", description);
    }

    public void Dispose() => _meter.Dispose();
}
