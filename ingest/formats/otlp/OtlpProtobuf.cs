using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// OTLP as protobuf: an ExportTraceServiceRequest or ExportLogsServiceRequest, which are the same bytes as TracesData and LogsData: what
/// gRPC and HTTP senders post, and what the collector writes to Kafka (encoding otlp_proto).
/// </summary>
/// <remarks>Spans are not joined. Spans of work inside a service, and log records without an HTTP call, are skipped and counted.</remarks>
public sealed class OtlpProtobuf(OtlpOptions? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "otlp-protobuf";

    private readonly OtlpOptions _options = options ?? new OtlpOptions();

    public FormatInfo Info { get; } = OtlpJson.Describe(Name, "OpenTelemetry spans and logs, OTLP as protobuf") with { IsBinary = true };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var bytes = record.Bytes.Span;
        if (bytes.Length > Info.MostRecordBytes(mostRecordBytes))
        {
            into.Refuse(record, Name, $"the record is {bytes.Length} bytes long, more than {Info.MostRecordBytes(mostRecordBytes)}", 0, "", bytes.Length);
            return;
        }

        var output = new OtlpOutput(record, Info, _options, into);
        try
        {
            // Both requests have one field, and number it 1.
            if (bytes.IsEmpty || bytes[0] != (1 << 3 | 2))
                output.Refuse(bytes.IsEmpty ? "the record is empty" : "the record is no OTLP request in protobuf", null, bytes.Length);
            else
                ReadRequest(new ProtobufBytes(bytes), ref output);
        }
        catch (InvalidDataException broken)
        {
            output.Refuse($"no valid OTLP protobuf: {broken.Message}", null, bytes.Length);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        try
        {
            // The first span of the first scope of the first resource.
            return TryFind(record, 1, out var resource) && TryFind(resource, 2, out var scope) && TryFind(scope, 2, out var span)
                && TryReadStart(span, out var start) && Moment.TryFromUnix((long)(start / 100), out at);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> found)
    {
        var fields = new ProtobufBytes(message);
        while (fields.Next())
        {
            if (fields.Field == field && fields.IsDelimited)
            {
                found = fields.Bytes;
                return true;
            }
        }

        found = default;
        return false;
    }

    // A span has its start in field 7, a log record its time in 1 or the time of its collection in 11.
    private static bool TryReadStart(ReadOnlySpan<byte> element, out ulong start)
    {
        start = 0;
        var fields = new ProtobufBytes(element);
        while (fields.Next())
        {
            if (fields.IsFixed64 && fields.Field is 1 or 7 && fields.Number > 0)
            {
                start = fields.Number;
                return true;
            }

            if (fields.IsFixed64 && fields.Field == 11)
                start = fields.Number;
        }

        return start > 0;
    }

    private static void ReadRequest(ProtobufBytes request, ref OtlpOutput output)
    {
        while (!output.IsFull && request.Next())
        {
            if (request is { Field: 1, IsDelimited: true })
                ReadResource(request.Bytes, ref output);
        }
    }

    // ResourceSpans and ResourceLogs: resource = 1, scopes = 2.
    private static void ReadResource(ReadOnlySpan<byte> bytes, ref OtlpOutput output)
    {
        var resource = default(ResourceDraft);
        if (TryFind(bytes, 1, out var described))
        {
            var attributes = new ProtobufBytes(described);
            while (attributes.Next())
            {
                if (attributes is { Field: 1, IsDelimited: true })
                    OtlpAttribute.Read(attributes.Bytes, ref resource);
            }
        }

        var fields = new ProtobufBytes(bytes);
        while (!output.IsFull && fields.Next())
        {
            if (fields is not { Field: 2, IsDelimited: true })
                continue;
            var scope = new ProtobufBytes(fields.Bytes);
            while (!output.IsFull && scope.Next())
            {
                if (scope is { Field: 2, IsDelimited: true })
                    ReadElement(scope.Bytes, resource, ref output);
            }
        }
    }

    private static void ReadElement(ReadOnlySpan<byte> bytes, in ResourceDraft resource, ref OtlpOutput output)
    {
        var span = default(SpanDraft);
        span.Call.Capture = output.Capture;
        if (IsLogRecord(bytes))
            ReadLogRecord(bytes, ref span);
        else
            ReadSpan(bytes, ref span);
        output.Add(ref span, resource, bytes.Length);
    }

    // A log record begins with a time where a span has the id of its trace; without one it still has the time of its collection.
    private static bool IsLogRecord(ReadOnlySpan<byte> bytes)
    {
        var fields = new ProtobufBytes(bytes);
        while (fields.Next())
        {
            if (fields.Field == 1)
                return fields.IsFixed64;
            if (fields.Field == 11)
                return fields.IsFixed64;
            if (fields.Field == 7)
                return !fields.IsFixed64;
        }

        return false;
    }

    private static void ReadSpan(ReadOnlySpan<byte> bytes, ref SpanDraft span)
    {
        var fields = new ProtobufBytes(bytes);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsDelimited: span.Call.TraceId = Hex(fields.Bytes, 16); break;
                case 2 when fields.IsDelimited: span.Call.SpanId = Hex(fields.Bytes, 8); break;
                case 4 when fields.IsDelimited: span.Call.ParentSpanId = Hex(fields.Bytes, 8); break;
                case 5 when fields.IsDelimited: span.Name = ParserMemory.OfThisThread.Texts.Get(fields.Bytes); break;
                case 6 when fields.IsVarint: span.Kind = (SpanKind)Math.Min(fields.Number, (ulong)SpanKind.Consumer); break;
                case 7 when fields.IsFixed64: span.Start = fields.Number; break;
                case 8 when fields.IsFixed64: span.End = fields.Number; break;
                case 9 when fields.IsDelimited: OtlpAttribute.Read(fields.Bytes, ref span); break;
            }
        }
    }

    private static void ReadLogRecord(ReadOnlySpan<byte> bytes, ref SpanDraft span)
    {
        span.Kind = SpanKind.LogRecord;
        var fields = new ProtobufBytes(bytes);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsFixed64: span.Start = fields.Number; break;
                case 11 when fields.IsFixed64: span.End = fields.Number; break;
                case 5 when fields.IsDelimited: OtlpAttribute.ReadBody(fields.Bytes, ref span); break;
                case 6 when fields.IsDelimited: OtlpAttribute.Read(fields.Bytes, ref span); break;
                case 9 when fields.IsDelimited: span.Call.TraceId = Hex(fields.Bytes, 16); break;
                case 10 when fields.IsDelimited: span.Call.SpanId = Hex(fields.Bytes, 8); break;
            }
        }
    }

    /// <summary>Null where it has not its length, or is all zeros, which means none.</summary>
    private static string? Hex(ReadOnlySpan<byte> id, int length) =>
        id.Length == length && id.IndexOfAnyExcept((byte)0) >= 0 ? Convert.ToHexStringLower(id) : null;
}
