using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>AnyValue in JSON: <c>{"stringValue": "a"}</c>, <c>{"intValue": "7"}</c>, <c>{"arrayValue": {"values": […]}}</c>.</summary>
internal static class OtlpJsonValue
{
    // Headers that were sent many times; a list may hold millions.
    private const int MostElements = 64;

    /// <summary>The reader stands on the value and is left on its end. False where it is no object.</summary>
    public static bool Take(ReadOnlySpan<byte> key, ref Utf8JsonReader reader, ref SpanDraft span, ref ResourceDraft resource, bool ofResource)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        var memory = ParserMemory.OfThisThread;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = JsonScalar.NameIs(ref reader, "arrayValue"u8, memory);
            reader.Read();
            if (isList && reader.TokenType == JsonTokenType.StartObject && !ofResource)
            {
                TakeList(key, ref reader, ref span);
                continue;
            }

            var value = JsonScalar.Bytes(ref reader, memory);
            if (ofResource)
                resource.Take(key, value, memory);
            else
                span.Take(key, value, memory);
            reader.Skip();
        }

        return true;
    }

    private static void TakeList(ReadOnlySpan<byte> key, ref Utf8JsonReader reader, ref SpanDraft span)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValues = JsonScalar.NameIs(ref reader, "values"u8, ParserMemory.OfThisThread);
            reader.Read();
            if (!isValues || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                // A list in a list is no value of a call.
                if (i < MostElements && reader.TokenType == JsonTokenType.StartObject)
                    TakeElement(key, ref reader, ref span);
                reader.Skip();
            }
        }
    }

    private static void TakeElement(ReadOnlySpan<byte> key, ref Utf8JsonReader reader, ref SpanDraft span)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            span.Take(key, JsonScalar.Bytes(ref reader, ParserMemory.OfThisThread), ParserMemory.OfThisThread);
            reader.Skip();
        }
    }
}
