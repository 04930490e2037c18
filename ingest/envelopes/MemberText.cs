using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Envelopes;

/// <summary>Text of a member of a JSON object, unescaped.</summary>
internal static class MemberText
{
    /// <summary>The reader stands on what should be an object and is left on its end.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Find(ref Utf8JsonReader reader, ReadOnlyMemory<byte> record, ReadOnlySpan<byte> name, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (reader.TokenType != JsonTokenType.StartObject)
            return "the record is not a JSON object";
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = JsonScalar.NameIs(ref reader, name, ParserMemory.OfThisThread);
            reader.Read();
            if (isIt && reader.TokenType == JsonTokenType.String && ++count == 1)
                text = Of(ref reader, record);
            reader.Skip();
        }

        return count switch { 1 => null, 0 => "the JSON object has no text named 'log'", _ => "the JSON object has 'log' twice" };
    }

    /// <summary>The reader stands on a text: it lies in the record, or is unescaped into memory of its own.</summary>
    public static ReadOnlyMemory<byte> Of(ref Utf8JsonReader reader, ReadOnlyMemory<byte> record)
    {
        if (!reader.ValueIsEscaped)
            return record.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var unescaped = GC.AllocateUninitializedArray<byte>(reader.ValueSpan.Length);
        return unescaped.AsMemory(0, EscapedText.UnescapeJson(reader.ValueSpan, unescaped));
    }
}
