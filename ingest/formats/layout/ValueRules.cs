using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>Which bytes a value can hold, and how what a server escaped in it is undone.</summary>
internal static class ValueRules
{
    /// <summary>False: the value never holds this byte, so it ends the value wherever it comes.</summary>
    public static bool CanHold(this ValueKind kind, byte sign, EscapeMode mode) => kind switch
    {
        ValueKind.Number => sign is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'-' or (byte)'+',
        ValueKind.Address => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)':' or (byte)'.' or (byte)'%' or (byte)'-',
        ValueKind.Token => sign is > (byte)' ' and < 127 and not (byte)'"',
        ValueKind.Word => sign is > (byte)' ' and < 127 and not ((byte)'"' or (byte)'/' or (byte)'|' or (byte)';' or (byte)','),
        ValueKind.List => sign is >= (byte)' ' and < 127 and not ((byte)'"' or (byte)'[' or (byte)']' or (byte)'|'),
        ValueKind.LogTime => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'/' or (byte)':' or (byte)' ' or (byte)'+' or (byte)'-',
        // Where nothing is escaped a quote is still the best end there is.
        _ => sign >= (byte)' ' && sign is not (byte)'"' && (mode is EscapeMode.None or EscapeMode.Json || sign < 127),
    };

    /// <summary>True: a value alone is over where this literal first comes, or by its length.</summary>
    public static bool EndsAlone(this ValueKind kind, ReadOnlySpan<byte> literal, EscapeMode mode) =>
        !literal.IsEmpty
        && (kind == ValueKind.LogTime || (kind == ValueKind.List && literal[0] == ' ') || !kind.CanHoldAll(literal, mode));

    /// <summary>True: the value begins behind the last place of this literal.</summary>
    public static bool BeginsAfter(this ValueKind kind, ReadOnlySpan<byte> literal, EscapeMode mode) =>
        !literal.IsEmpty && (kind == ValueKind.LogTime || !kind.CanHoldAll(literal, mode));

    /// <summary>True: a value can hold the whole literal, so that its first place may be inside.</summary>
    public static bool CanHoldAll(this ValueKind kind, ReadOnlySpan<byte> literal, EscapeMode mode)
    {
        foreach (var sign in literal)
        {
            if (!kind.CanHold(sign, mode))
                return false;
        }

        return true;
    }

    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value, EscapeMode mode, ParserMemory memory)
    {
        if (mode == EscapeMode.None || !value.Contains((byte)'\\'))
            return value;
        var scratch = memory.Scratch(value.Length);
        return scratch[..(mode == EscapeMode.Json ? EscapedText.UnescapeJson(value, scratch) : EscapedText.UnescapeLog(value, scratch))];
    }
}
