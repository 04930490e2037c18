using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Envelopes;

/// <summary>Text of a member of a JSON object, unescaped.</summary>
internal static class MemberText
{
    /// <summary>The reader stands on a text: it lies in the record, or is unescaped into memory of its own.</summary>
    public static ReadOnlyMemory<byte> Of(ref Utf8JsonReader reader, ReadOnlyMemory<byte> record)
    {
        if (!reader.ValueIsEscaped)
            return record.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var unescaped = GC.AllocateUninitializedArray<byte>(reader.ValueSpan.Length);
        return unescaped.AsMemory(0, EscapedText.UnescapeJson(reader.ValueSpan, unescaped));
    }
}
