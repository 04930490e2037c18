using System.Net;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>Values of a line, "-" where there is none. What only the server writes is noted as a problem where it is impossible.</summary>
internal static class LogValue
{
    public static bool IsAbsent(ReadOnlySpan<byte> value) => value.IsEmpty || (value.Length == 1 && value[0] == '-');

    /// <summary>As it stands there; null where absent.</summary>
    public static string? Plain(ReadOnlySpan<byte> value, ParserMemory memory) => IsAbsent(value) ? null : memory.Texts.Get(value);

    /// <summary>Log escapes undone; null where absent.</summary>
    public static string? Text(ReadOnlySpan<byte> value, ParserMemory memory) =>
        IsAbsent(value) ? null : memory.Texts.Get(Unescape(value, memory));

    /// <summary>Log escapes undone; valid until the next call on this thread.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value, ParserMemory memory)
    {
        if (!value.Contains((byte)'\\'))
            return value;
        var scratch = memory.Scratch(value.Length);
        return scratch[..EscapedText.UnescapeLog(value, scratch)];
    }

    /// <summary>Absent where no answer was sent: - in most logs, 0, -1, and 000 or 009 where nginx had none to send yet.</summary>
    public static int? Status(ReadOnlySpan<byte> value, ref CallDraft draft)
    {
        if (value.Length == 3 && value[0] is >= (byte)'1' and <= (byte)'9' && Digits.Two(value[1..]) is var rest and >= 0)
            return ((value[0] - '0') * 100) + rest;
        if (IsAbsent(value) || value.SequenceEqual("000"u8) || value.SequenceEqual("009"u8) || value.SequenceEqual("0"u8) || value.SequenceEqual("-1"u8))
            return null;
        draft.Fail("the status is not a number from 100 to 999");
        return null;
    }

    /// <param name="value">A count from 0, or absent.</param>
    /// <param name="named">What it counts, for the reason of a refusal.</param>
    /// <param name="draft">Where a problem is noted.</param>
    public static long? Count(ReadOnlySpan<byte> value, string named, ref CallDraft draft)
    {
        if (IsAbsent(value))
            return null;
        if (!ScaledNumber.TryReadWhole(value, out var count))
            draft.Fail($"the {named} are not a number");
        else if (count < 0)
            draft.Fail($"the {named} are negative");
        else
            return count;
        return null;
    }

    /// <summary>An address, also with a port; absent for a call over a Unix socket.</summary>
    public static IPAddress? Address(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        if (IsAbsent(value) || value.SequenceEqual("unix:"u8))
            return null;
        var address = memory.Addresses.Get(value, out var port);
        draft.PeerPort = port ?? draft.PeerPort;
        if (address is null)
            draft.Fail("the client is not an IP address");
        return address;
    }
}
