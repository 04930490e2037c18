using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Collects what a format made of a batch: calls, and records it refused. One instance per batch, not shared between threads.</summary>
public sealed class ParsedRecords
{
    private readonly List<ApiEvent> _calls;
    private readonly List<DeadLetter> _refused = [];

    public ParsedRecords(int capacity = 256) => _calls = new List<ApiEvent>(capacity);

    public IReadOnlyList<ApiEvent> Calls => _calls;
    public IReadOnlyList<DeadLetter> Refused => _refused;

    /// <summary>Records accepted although wrapped in one extra pair of quotes.</summary>
    public long Unwrapped { get; private set; }

    public void Accept(ApiEvent call) => _calls.Add(call);

    public void CountUnwrapped() => Unwrapped++;

    /// <param name="record">The record.</param>
    /// <param name="format">Name of the format that refused it.</param>
    /// <param name="reason">What is wrong, in words a person can act on: "start_time is missing".</param>
    /// <param name="index">Number of the call in the record.</param>
    public void Refuse(in RawRecord record, string format, string reason, int index = 0) => _refused.Add(new DeadLetter(
        record.Position with { Index = index }, record.ArrivedAt, "ingest", format, reason, Sample(record.Bytes.Span), record.Bytes.Length));

    private static string Sample(ReadOnlySpan<byte> bytes) =>
        System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, DeadLetter.SampleBytes)]);
}
