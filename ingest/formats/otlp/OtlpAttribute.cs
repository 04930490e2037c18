using System.Buffers.Text;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// KeyValue and AnyValue of opentelemetry.proto.common.v1 in protobuf. Values become the text that they have in a log; lists give one text
/// for each element, what is nested deeper is no value of a call.
/// </summary>
internal static class OtlpAttribute
{
    // Headers that were sent many times; a list may hold millions.
    private const int MostElements = 64;

    public static void Read(ReadOnlySpan<byte> pair, ref SpanDraft span)
    {
        if (!TryTake(pair, out var key, out var value) || !SpanDraft.Knows(key))
            return;
        var any = new ProtobufBytes(value);
        while (any.Next())
        {
            if (any is { Field: 5, IsDelimited: true })
                ReadList(key, any.Bytes, ref span);
            else
                TakeScalar(key, any, ref span);
        }
    }

    public static void Read(ReadOnlySpan<byte> pair, ref ResourceDraft resource)
    {
        if (TryTake(pair, out var key, out var value) && new ProtobufBytes(value) is var any && any.Next() && any is { Field: 1, IsDelimited: true })
            resource.Take(key, any.Bytes, ParserMemory.OfThisThread);
    }

    /// <summary>Body of a log record: of an object every member counts like an attribute.</summary>
    public static void ReadBody(ReadOnlySpan<byte> value, ref SpanDraft span)
    {
        var any = new ProtobufBytes(value);
        while (any.Next())
        {
            if (any is not { Field: 6, IsDelimited: true })
                continue;
            var pairs = new ProtobufBytes(any.Bytes);
            while (pairs.Next())
            {
                if (pairs is { Field: 1, IsDelimited: true })
                    Read(pairs.Bytes, ref span);
            }
        }
    }

    private static void ReadList(ReadOnlySpan<byte> key, ReadOnlySpan<byte> list, ref SpanDraft span)
    {
        var values = new ProtobufBytes(list);
        for (var i = 0; i < MostElements && values.Next(); i++)
        {
            var any = new ProtobufBytes(values.Bytes);
            while (values is { Field: 1, IsDelimited: true } && any.Next())
                TakeScalar(key, any, ref span);
        }
    }

    private static void TakeScalar(ReadOnlySpan<byte> key, scoped in ProtobufBytes any, ref SpanDraft span)
    {
        var memory = ParserMemory.OfThisThread;
        switch (any.Field)
        {
            case 1 when any.IsDelimited:
                span.Take(key, any.Bytes, memory);
                break;
            case 2 when any.IsVarint:
                span.Take(key, any.Number == 0 ? "false"u8 : "true"u8, memory);
                break;
            case 3 when any.IsVarint:
                Span<byte> digits = stackalloc byte[20];
                Utf8Formatter.TryFormat((long)any.Number, digits, out var written);
                span.Take(key, digits[..written], memory);
                break;
            case 4 when any.IsFixed64 && BitConverter.UInt64BitsToDouble(any.Number) is var number && double.IsFinite(number):
                Span<byte> text = stackalloc byte[40];
                if (Utf8Formatter.TryFormat(number, text, out var length))
                    span.Take(key, text[..length], memory);
                break;
        }
    }

    private static bool TryTake(ReadOnlySpan<byte> pair, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = default;
        value = default;
        var fields = new ProtobufBytes(pair);
        while (fields.Next())
        {
            if (fields is { Field: 1, IsDelimited: true })
                key = fields.Bytes;
            else if (fields is { Field: 2, IsDelimited: true })
                value = fields.Bytes;
        }

        return !key.IsEmpty;
    }
}
