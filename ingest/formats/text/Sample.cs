using System.Buffers;
using System.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Text;

/// <summary>The beginning of a record for its dead letter, without the secrets in it: dead letters are stored and shown.</summary>
internal static class Sample
{
    private static readonly SearchValues<byte> s_nameRest = SearchValues.Create("\"\\ _-abcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> s_valueEnd = SearchValues.Create("&;,\"}\r\n "u8);

    private static readonly SearchValues<byte> s_nesting = SearchValues.Create(" \r\n\t:{[\"arrayValuevalues"u8);

    private static readonly byte[][] s_secrets =
    [
        .. new[] { "authorization", "cookie", "api-key", "api_key", "apikey", "token", "password", "passwd", "secret", "session" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>At most <see cref="DeadLetter.SampleBytes"/>, invalid UTF-8 replaced, values behind names of secrets masked with '*'.</summary>
    public static string Of(ReadOnlySpan<byte> record)
    {
        Span<byte> sample = stackalloc byte[DeadLetter.SampleBytes];
        sample = sample[..Math.Min(record.Length, sample.Length)];
        record[..sample.Length].CopyTo(sample);
        for (var at = 0; at < sample.Length; at++)
        {
            var name = SecretName(sample[at..]);
            if (name > 0)
                Mask(sample[(at + name)..]);
            else if (BareScheme(sample[at..]) is var scheme and > 0)
                Fill(sample[(at + scheme)..], s_valueEnd);
        }

        return Encoding.UTF8.GetString(sample);
    }

    private static int SecretName(ReadOnlySpan<byte> text)
    {
        foreach (var name in s_secrets)
        {
            if ((text[0] | 0x20) == name[0] && text.Length > name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name))
                return name.Length;
        }

        return 0;
    }

    // A log may quote the header's value alone.
    private static int BareScheme(ReadOnlySpan<byte> text) =>
        (text[0] | 0x20) != 'b' ? 0
        : text.Length > 7 && Ascii.EqualsIgnoreCase(text[..7], "bearer "u8) ? 7
        : text.Length > 6 && Ascii.EqualsIgnoreCase(text[..6], "basic "u8) ? 6
        : 0;

    private static void Fill(Span<byte> value, SearchValues<byte> ends)
    {
        var end = value.IndexOfAny(ends);
        (end < 0 ? value : value[..end]).Fill((byte)'*');
    }

    // "Bearer", "Basic" and other schemes stand before the secret, not for it.
    private static int SchemeLength(ReadOnlySpan<byte> value)
    {
        var space = value.IndexOf((byte)' ');
        return space is > 0 and <= 12 && value[..space].IndexOfAnyExceptInRange((byte)'A', (byte)'z') < 0 ? space + 1 : 0;
    }

    // {"name":"authorization","value":"…"}, as in HAR, and {"key":"…","value":{"stringValue":"…"}} or a list of them, as in OTLP: the name of
    // the member that holds the secret stands between.
    private static int PairLength(ReadOnlySpan<byte> after)
    {
        var end = after.IndexOf((byte)'"');
        var value = after.IndexOf("\"value\""u8);
        if (end < 0 || value <= end || after[(end + 1)..value].IndexOfAnyExcept(" ,\r\n\t"u8) >= 0)
            return 0;
        var text = after[value..].IndexOf("\"stringValue\""u8);
        return text >= 7 && after.Slice(value + 7, text - 7).IndexOfAnyExcept(s_nesting) < 0 ? value + text + 12 : value + 6;
    }

    // name":"value", name=value& and name: value alike: what follows the sign, up to the end of the quoted or bare value.
    private static void Mask(Span<byte> after)
    {
        after = after[PairLength(after)..];
        var sign = after.IndexOfAny((byte)':', (byte)'=');
        if (sign < 0 || after[..sign].IndexOfAnyExcept(s_nameRest) >= 0)
            return;
        var value = after[(sign + 1)..];
        var start = Math.Max(0, value.IndexOfAnyExcept(" \"[\\"u8));
        var isQuoted = value[..start].Contains((byte)'"');
        value = value[start..];
        if (!isQuoted)
            value = value[SchemeLength(value)..];
        var end = isQuoted ? value.IndexOf((byte)'"') : value.IndexOfAny(s_valueEnd);
        (end < 0 ? value : value[..end]).Fill((byte)'*');
    }
}
