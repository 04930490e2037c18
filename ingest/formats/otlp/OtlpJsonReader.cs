using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>Walks a request of traces or logs in JSON. Members may stand in any order, unknown ones are passed over, as the specification wants it.</summary>
internal static class OtlpJsonReader
{
    /// <returns>False where the object is no request.</returns>
    public static bool ReadRequest(ref Utf8JsonReader reader, ref OtlpOutput output)
    {
        var isRequest = false;
        while (Next(ref reader))
        {
            var isLogs = Is(ref reader, "resourceLogs"u8);
            var isResources = isLogs || Is(ref reader, "resourceSpans"u8);
            isRequest |= isResources;
            reader.Read();
            if (!isResources || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    ReadResource(ref reader, isLogs, ref output);
                reader.Skip();
            }
        }

        return isRequest;
    }

    private static void ReadResource(ref Utf8JsonReader reader, bool isLogs, ref OtlpOutput output)
    {
        var resource = default(ResourceDraft);
        var isRead = false;
        while (Next(ref reader))
        {
            if (Is(ref reader, "resource"u8))
            {
                isRead = true;
                reader.Read();
                TakeAttributes(ref reader, ref resource);
                continue;
            }

            var isScopes = Is(ref reader, isLogs ? "scopeLogs"u8 : "scopeSpans"u8);
            // Writers put the resource first; where one does not, it is looked for before its spans are read.
            if (isScopes && !isRead)
                FindResource(reader, ref resource);
            isRead |= isScopes;
            reader.Read();
            if (isScopes && reader.TokenType == JsonTokenType.StartArray)
                ReadScopes(ref reader, isLogs, resource, ref output);
            reader.Skip();
        }
    }

    private static void FindResource(Utf8JsonReader ahead, ref ResourceDraft resource)
    {
        do
        {
            var found = Is(ref ahead, "resource"u8);
            ahead.Read();
            if (found)
            {
                TakeAttributes(ref ahead, ref resource);
                return;
            }

            ahead.Skip();
        }
        while (Next(ref ahead));
    }

    private static void TakeAttributes(ref Utf8JsonReader reader, ref ResourceDraft resource)
    {
        var attributes = default(SpanDraft);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (Next(ref reader))
        {
            var found = Is(ref reader, "attributes"u8);
            reader.Read();
            if (found)
                ReadAttributes(ref reader, ref attributes, ref resource, ofResource: true);
            else
                reader.Skip();
        }
    }

    private static void ReadScopes(ref Utf8JsonReader reader, bool isLogs, in ResourceDraft resource, ref OtlpOutput output)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (Next(ref reader))
            {
                var isElements = Is(ref reader, isLogs ? "logRecords"u8 : "spans"u8);
                reader.Read();
                if (!isElements || reader.TokenType != JsonTokenType.StartArray)
                {
                    reader.Skip();
                    continue;
                }

                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject && !output.IsFull)
                        ReadElement(ref reader, isLogs, resource, ref output);
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadElement(ref Utf8JsonReader reader, bool isLog, in ResourceDraft resource, ref OtlpOutput output)
    {
        var start = reader.TokenStartIndex;
        var memory = ParserMemory.OfThisThread;
        var span = default(SpanDraft);
        span.Call.Capture = output.Capture;
        span.Kind = isLog ? SpanKind.LogRecord : SpanKind.Unspecified;
        var ignored = default(ResourceDraft);
        while (Next(ref reader))
        {
            var name = reader.ValueIsEscaped ? "?"u8 : reader.ValueSpan;
            reader.Read();
            switch (name.Length)
            {
                case 10 when name.SequenceEqual("attributes"u8):
                    ReadAttributes(ref reader, ref span, ref ignored, ofResource: false);
                    continue;
                case 4 when name.SequenceEqual("body"u8):
                    ReadBody(ref reader, ref span);
                    continue;
                case 7 when name.SequenceEqual("traceId"u8): span.Call.TraceId = Hex(ref reader, 32); break;
                case 6 when name.SequenceEqual("spanId"u8): span.Call.SpanId = Hex(ref reader, 16); break;
                case 12 when name.SequenceEqual("parentSpanId"u8): span.Call.ParentSpanId = Hex(ref reader, 16); break;
                case 4 when name.SequenceEqual("name"u8): span.Name = JsonScalar.Text(ref reader, memory); break;
                case 4 when name.SequenceEqual("kind"u8) && !isLog: span.Kind = Kind(JsonScalar.Bytes(ref reader, memory)); break;
                case 17 when name.SequenceEqual("startTimeUnixNano"u8): span.Start = Nanoseconds(ref reader, ref span); break;
                case 12 when name.SequenceEqual("timeUnixNano"u8): span.Start = Nanoseconds(ref reader, ref span); break;
                case 15 when name.SequenceEqual("endTimeUnixNano"u8): span.End = Nanoseconds(ref reader, ref span); break;
                case 20 when name.SequenceEqual("observedTimeUnixNano"u8): span.End = Nanoseconds(ref reader, ref span); break;
            }

            reader.Skip();
        }

        output.Add(ref span, resource, (int)(reader.BytesConsumed - start));
    }

    private static void ReadAttributes(ref Utf8JsonReader reader, ref SpanDraft span, ref ResourceDraft resource, bool ofResource)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadPair(ref reader, ref span, ref resource, ofResource);
            reader.Skip();
        }
    }

    private static void ReadPair(ref Utf8JsonReader reader, ref SpanDraft span, ref ResourceDraft resource, bool ofResource)
    {
        ReadOnlySpan<byte> key = default;
        var isDone = false;
        // A value that came before its key waits in a copy of the reader.
        Utf8JsonReader waiting = default;
        var waits = false;
        while (Next(ref reader))
        {
            var isKey = Is(ref reader, "key"u8);
            var isValue = !isKey && Is(ref reader, "value"u8);
            reader.Read();
            if (isKey && reader.TokenType == JsonTokenType.String)
                key = reader.ValueIsEscaped ? JsonScalar.Bytes(ref reader, ParserMemory.OfThisThread).ToArray() : reader.ValueSpan;
            else if (isValue && key.IsEmpty)
            {
                waiting = reader;
                waits = true;
            }
            else if (isValue && !isDone && (ofResource || SpanDraft.Knows(key)))
                isDone = OtlpJsonValue.Take(key, ref reader, ref span, ref resource, ofResource);
            reader.Skip();
        }

        if (waits && !isDone && !key.IsEmpty && (ofResource || SpanDraft.Knows(key)))
            OtlpJsonValue.Take(key, ref waiting, ref span, ref resource, ofResource);
    }

    // Of an object every member counts like an attribute.
    private static void ReadBody(ref Utf8JsonReader reader, ref SpanDraft span)
    {
        var ignored = default(ResourceDraft);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (Next(ref reader))
        {
            var isObject = Is(ref reader, "kvlistValue"u8);
            reader.Read();
            if (!isObject || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (Next(ref reader))
            {
                var isValues = Is(ref reader, "values"u8);
                reader.Read();
                if (isValues)
                    ReadAttributes(ref reader, ref span, ref ignored, ofResource: false);
                else
                    reader.Skip();
            }
        }
    }

    private static SpanKind Kind(ReadOnlySpan<byte> kind)
    {
        if (ScaledNumber.TryReadWhole(kind, out var number))
            return (SpanKind)Math.Clamp(number, 0, (long)SpanKind.Consumer);
        // Names are not in the specification, but some writers keep protobuf's.
        return kind.EndsWith("_SERVER"u8) ? SpanKind.Server : kind.EndsWith("_CLIENT"u8) ? SpanKind.Client
            : kind.EndsWith("_INTERNAL"u8) ? SpanKind.Internal : SpanKind.Unspecified;
    }

    private static ulong Nanoseconds(ref Utf8JsonReader reader, ref SpanDraft span)
    {
        var text = JsonScalar.Bytes(ref reader, ParserMemory.OfThisThread);
        if (text.IsEmpty)
            return 0;
        if (System.Buffers.Text.Utf8Parser.TryParse(text, out ulong value, out var used) && used == text.Length)
            return value;
        span.Call.Fail("a time is not a number of nanoseconds since 1970");
        return 0;
    }

    /// <summary>Lower hex; null where it has not its length, or is all zeros, which means none.</summary>
    private static string? Hex(ref Utf8JsonReader reader, int length)
    {
        var value = JsonScalar.Bytes(ref reader, ParserMemory.OfThisThread);
        if (value.Length != length)
            return null;
        Span<byte> lower = stackalloc byte[32];
        Ascii.ToLower(value, lower, out var written);
        return written == length && Traceparent.IsId(lower[..length]) ? Encoding.ASCII.GetString(lower[..length]) : null;
    }

    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => JsonScalar.NameIs(ref reader, name, ParserMemory.OfThisThread);
}
