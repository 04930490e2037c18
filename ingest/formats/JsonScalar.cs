using System.Runtime.CompilerServices;
using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>
/// Reads single values from a JSON token without ever throwing: numbers may be quoted, texts may hold invalid UTF-8 (replaced) and broken
/// escapes. null, "" and "-" mean absent.
/// </summary>
internal static class JsonScalar
{
    /// <summary>The value's bytes without quotes and escapes; empty where absent or no scalar. Valid until the next call on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Bytes(ref Utf8JsonReader reader, ParserMemory memory)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
            return default;
        var value = reader.ValueSpan;
        if (reader.ValueIsEscaped)
            value = Unescaped(value, memory);
        return value.Length == 1 && value[0] == '-' ? default : value;
    }

    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> value, ParserMemory memory)
    {
        var scratch = memory.Scratch(value.Length);
        return scratch[..EscapedText.UnescapeJson(value, scratch)];
    }

    /// <summary>True where the reader stands on this name. Unlike ValueTextEquals it does not throw on broken escapes.</summary>
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> wanted, ParserMemory memory) =>
        (reader.ValueIsEscaped ? Unescaped(reader.ValueSpan, memory) : reader.ValueSpan).SequenceEqual(wanted);

    /// <summary>Null where absent.</summary>
    public static string? Text(ref Utf8JsonReader reader, ParserMemory memory)
    {
        var bytes = Bytes(ref reader, memory);
        return bytes.IsEmpty ? null : memory.Texts.Get(bytes);
    }

    /// <summary>A count from 0; a problem is noted in the draft under the field's name.</summary>
    public static long? Count(ReadOnlySpan<byte> value, string field, ref CallDraft draft)
    {
        if (!ScaledNumber.TryReadWhole(value, out var count))
            draft.Fail($"{field} is not a whole number");
        else if (count < 0)
            draft.Fail($"{field} is negative");
        else
            return count;
        return null;
    }

    /// <summary>HTTP status; absent where it is 0, which gateways write when no answer was sent.</summary>
    public static int? Status(ReadOnlySpan<byte> value, string field, ref CallDraft draft)
    {
        if (ScaledNumber.TryReadWhole(value, out var status) && status is 0 or (>= 100 and <= 999))
            return status == 0 ? null : (int)status;
        draft.Fail($"{field} is not a number from 100 to 999");
        return null;
    }

    /// <summary>True: the member is null, "" or "-".</summary>
    public static bool IsAbsent(JsonTokenType type, ReadOnlySpan<byte> value) =>
        value.IsEmpty && type is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
}
