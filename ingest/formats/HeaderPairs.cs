using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>Headers as a list of <c>{"name": "accept", "value": "*/*"}</c>, as HAR and some mirrors write them.</summary>
internal static class HeaderPairs
{
    /// <summary>The reader stands on the array's start and is left on its end.</summary>
    public static void Take(ref Utf8JsonReader reader, bool ofRequest, ref CallDraft draft, ParserMemory memory)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                TakePair(ref reader, ofRequest, ref draft, memory);
            reader.Skip();
        }
    }

    private static void TakePair(ref Utf8JsonReader reader, bool ofRequest, ref CallDraft draft, ParserMemory memory)
    {
        ReadOnlySpan<byte> name = default;
        Utf8JsonReader value = default;
        var hasValue = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = JsonScalar.NameIs(ref reader, "name"u8, memory);
            var isValue = !isName && JsonScalar.NameIs(ref reader, "value"u8, memory);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
                name = reader.ValueSpan;
            if (isValue)
            {
                value = reader;
                hasValue = true;
            }

            reader.Skip();
        }

        if (!hasValue || name.IsEmpty)
            return;
        if (ofRequest)
            HeaderSelection.TakeRequest(name, ref value, ref draft, memory);
        else
            HeaderSelection.TakeResponse(name, ref value, ref draft, memory);
    }
}
