using System.Buffers;
using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>
/// The header of W3C Trace Context, level 1: <c>00-(trace id, 32 hex)-(parent id, 16 hex)-(flags)</c>. Everything else is passed over:
/// a client writes it as it likes.
/// </summary>
internal static class Traceparent
{
    private const int TraceStart = 3, TraceLength = 32, ParentStart = 36, ParentLength = 16, Length = 55;

    /// <summary>The span that made the call is the parent of the one that it opens.</summary>
    public static void Take(ReadOnlySpan<byte> value, ref CallDraft draft)
    {
        if (draft.TraceId is not null || value.Length < Length || value[2] != '-' || value[35] != '-' || value[52] != '-')
            return;
        var trace = value.Slice(TraceStart, TraceLength);
        var parent = value.Slice(ParentStart, ParentLength);
        if (!IsId(trace) || !IsId(parent))
            return;
        draft.TraceId = Encoding.ASCII.GetString(trace);
        draft.ParentSpanId = Encoding.ASCII.GetString(parent);
    }

    /// <summary>Lower hex and not all zeros.</summary>
    public static bool IsId(ReadOnlySpan<byte> hex) => hex.IndexOfAnyExcept(s_digits) < 0 && hex.IndexOfAnyExcept((byte)'0') >= 0;

    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789abcdef"u8);
}
