using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>Undoes the escapes of access logs (<c>\"</c>, <c>\\</c>, <c>\xHH</c>, <c>\n</c> …), of HAProxy and of JSON strings.</summary>
internal static class EscapedText
{
    /// <summary>
    /// Log escapes, into <paramref name="into"/>, which must be as long as <paramref name="escaped"/>. A backslash that begins no known
    /// escape stays as it is.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int UnescapeLog(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        var written = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\' || i + 1 == escaped.Length)
            {
                into[written++] = escaped[i];
                continue;
            }

            if (escaped[i + 1] == 'x' && i + 3 < escaped.Length && Hex(escaped.Slice(i + 2, 2)) is var value and >= 0)
            {
                into[written++] = (byte)value;
                i += 3;
            }
            else if (Plain(escaped[i + 1]) is var plain and not (0 or (byte)'/'))
            {
                into[written++] = plain;
                i++;
            }
            else
            {
                into[written++] = escaped[i];
            }
        }

        return written;
    }

    /// <summary>HAProxy's escapes (<c>#22</c>), into <paramref name="into"/>, which must be as long as <paramref name="escaped"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int UnescapeHash(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        var written = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '#' && i + 2 < escaped.Length && Hex(escaped.Slice(i + 1, 2)) is var value and >= 0)
            {
                into[written++] = (byte)value;
                i += 2;
            }
            else
            {
                into[written++] = escaped[i];
            }
        }

        return written;
    }

    /// <summary>
    /// JSON escapes, into <paramref name="into"/>, which must be as long as <paramref name="escaped"/>. Half a surrogate pair becomes
    /// U+FFFD: a client can put one into its user agent, and refusing the record for it would be a way not to be seen.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int UnescapeJson(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var backslash = escaped.IndexOf((byte)'\\');
            var literal = backslash < 0 ? escaped : escaped[..backslash];
            literal.CopyTo(into[written..]);
            written += literal.Length;
            escaped = escaped[literal.Length..];
            if (escaped.Length < 2)
                break;
            if (escaped[1] != 'u')
            {
                into[written++] = Plain(escaped[1]) is var plain and not 0 ? plain : escaped[1];
                escaped = escaped[2..];
                continue;
            }

            var rune = CodePoint(ref escaped);
            written += rune.EncodeToUtf8(into[written..]);
        }

        return written;
    }

    private static Rune CodePoint(ref ReadOnlySpan<byte> escaped)
    {
        var first = Unit(escaped);
        if (first < 0)
        {
            escaped = escaped[Math.Min(6, escaped.Length)..];
            return Rune.ReplacementChar;
        }

        escaped = escaped[6..];
        if (!char.IsSurrogate((char)first))
            return new Rune((char)first);
        var second = Unit(escaped);
        if (second < 0 || !Rune.TryCreate((char)first, (char)second, out var rune))
            return Rune.ReplacementChar;
        escaped = escaped[6..];
        return rune;
    }

    private static int Unit(ReadOnlySpan<byte> escaped) =>
        escaped.Length >= 6 && escaped[0] == '\\' && escaped[1] == 'u' && Hex(escaped.Slice(2, 2)) is var high and >= 0
        && Hex(escaped.Slice(4, 2)) is var low and >= 0
            ? (high << 8) | low
            : -1;

    private static int Hex(ReadOnlySpan<byte> two) => Nibble(two[0]) is var high and >= 0 && Nibble(two[1]) is var low and >= 0
        ? (high << 4) | low
        : -1;

    private static int Nibble(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static byte Plain(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => 0,
    };
}
