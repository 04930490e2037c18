using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Collects what a format made of a batch: calls, and records it refused. One instance per batch, not shared between threads.</summary>
public sealed class ParsedRecords(int capacity = 256)
{
    // Of a text whose characters may take four bytes.
    private const int MostSample = DeadLetter.SampleBytes / 4;

    private readonly List<ApiEvent> _calls = new(capacity);
    private readonly List<DeadLetter> _refused = [];

    /// <summary>Environment that the batch belongs to; every call of it carries it.</summary>
    public string Environment { get; init; } = "production";

    /// <summary>What of headers and bodies may be taken.</summary>
    public CaptureLimits Capture { get; init; } = CaptureLimits.Default;

    public IReadOnlyList<ApiEvent> Calls => _calls;
    public IReadOnlyList<DeadLetter> Refused => _refused;

    /// <summary>Records accepted although wrapped in one extra pair of quotes.</summary>
    public long Unwrapped { get; private set; }

    /// <summary>Good records, or parts of them, that tell of no call: spans of work inside a service, lines of another log in the same file.</summary>
    public long Skipped { get; private set; }

    /// <summary>Records that were not in the envelope that they should be in.</summary>
    internal int Unopened { get; private set; }

    internal void CountUnopened() => Unopened++;

    public void Accept(ApiEvent call) => _calls.Add(call);

    public void CountUnwrapped() => Unwrapped++;

    public void CountSkipped() => Skipped++;

    /// <param name="record">The record.</param>
    /// <param name="format">Name of the format that refused it.</param>
    /// <param name="reason">What is wrong, in words a person can act on: "start_time is missing".</param>
    /// <param name="index">Number of the call in the record.</param>
    public void Refuse(in RawRecord record, string format, string reason, int index = 0) =>
        Refuse(record, format, reason, index, record.Bytes.Span);

    /// <summary>The same where bytes are no text, or hold secrets that no mask finds: <paramref name="sample"/> is what may be shown.</summary>
    public void Refuse(in RawRecord record, string format, string reason, int index, string sample, int length) => _refused.Add(new DeadLetter(
        record.Position with { Index = record.Position.Index + index }, record.ArrivedAt, "ingest", format, reason,
        sample.Length <= MostSample ? sample : sample[..MostSample], length));

    /// <summary>Refuses one call of a record that holds many; <paramref name="call"/> is its own part of the bytes.</summary>
    public void Refuse(in RawRecord record, string format, string reason, int index, ReadOnlySpan<byte> call) => _refused.Add(new DeadLetter(
        record.Position with { Index = record.Position.Index + index }, record.ArrivedAt, "ingest", format, reason, Sample.Of(call), call.Length));
}
