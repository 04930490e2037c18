using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// OTLP as JSON: requests of traces and logs, as HTTP senders post them, the collector's file exporter writes them, one a line, and its Kafka
/// exporter does with encoding otlp_json.
/// </summary>
/// <remarks>Spans are not joined. Spans of work inside a service, and log records without an HTTP call, are skipped and counted.</remarks>
public sealed class OtlpJson(OtlpOptions? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "otlp-json";

    private readonly OtlpOptions _options = options ?? new OtlpOptions();

    public FormatInfo Info { get; } = Describe(Name, "OpenTelemetry spans and logs, OTLP as JSON") with { IsJson = true };

    internal static FormatInfo Describe(string name, string title) => new(
        name, title, "opentelemetry-proto 1.9 (trace, logs); semantic conventions 1.44 and the names that they replaced",
        CallMoment.Start, "bodies, or whole messages where only those are given; log records are stamped at the end of the call",
        ["headers and bodies, unless the agent is told to capture them", "the peer's address with agents that give client.address alone, which a header can forge"])
    {
        // A batch of spans: the size that gRPC takes by default.
        LargeRecordBytes = FormatInfo.BatchBytes,
    };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var bytes = record.Bytes.Span;
        var output = new OtlpOutput(record, Info, _options, into);
        if (bytes.Length > Info.MostRecordBytes(mostRecordBytes))
        {
            output.Refuse($"the record is {bytes.Length} bytes long, more than {Info.MostRecordBytes(mostRecordBytes)}", null, bytes.Length);
            return;
        }

        var body = bytes.Trim(" \t\r\n"u8);
        if (body.Length < 2 || body[0] != '{' || body[^1] != '}')
        {
            output.Refuse(body.IsEmpty ? "the record is empty" : "the record is not a JSON object", null, bytes.Length);
            return;
        }

        var reader = new Utf8JsonReader(bytes, JsonCalls.Reading);
        try
        {
            var isRequest = false;
            while (!output.IsFull && reader.Read())
                isRequest |= reader.TokenType == JsonTokenType.StartObject && OtlpJsonReader.ReadRequest(ref reader, ref output);
            if (!isRequest)
                output.Refuse("the record has neither resourceSpans nor resourceLogs", null, bytes.Length);
            else
                output.Finish();
        }
        catch (JsonException)
        {
            output.Refuse($"no valid JSON from byte {reader.BytesConsumed} on, or nested deeper than 64", null, bytes.Length);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        var memory = ParserMemory.OfThisThread;
        var reader = new Utf8JsonReader(record, JsonCalls.Reading);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                var isTime = JsonScalar.NameIs(ref reader, "startTimeUnixNano"u8, memory) || JsonScalar.NameIs(ref reader, "timeUnixNano"u8, memory);
                reader.Read();
                if (isTime && ScaledNumber.TryRead(JsonScalar.Bytes(ref reader, memory), 1, 100, out var ticks) && ticks > 0)
                    return Moment.TryFromUnix(ticks, out at);
            }
        }
        catch (JsonException)
        {
            // Parse will say what is wrong with it.
        }

        return false;
    }
}
