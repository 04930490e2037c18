namespace Engine.Sinks.ClickHouse.Http;

/// <summary>
/// Which result formats can be sent chunk by chunk. libchdb formats each chunk on its own, so only formats without a header or a
/// frame may be streamed; RowBinaryWithNamesAndTypes too, when the repeated header is taken off. Others are held whole.
/// </summary>
internal static class ResultFormat
{
    public const string Default = "TabSeparated";
    private const string Headed = "RowBinaryWithNamesAndTypes";

    private static readonly HashSet<string> Framed = new(StringComparer.OrdinalIgnoreCase)
    {
        "TabSeparated", "TSV", "TabSeparatedRaw", "TSVRaw", "Raw", "CSV", "JSONEachRow", "JSONLines", "NDJSON", "JSONCompactEachRow",
        "JSONStringsEachRow", "RowBinary", "Native", "Null", "LineAsString", "RawBLOB", Headed,
    };

    public static bool CanStream(string format) => Framed.Contains(format);

    /// <summary>Length of the header that every chunk of this format repeats; 0 for formats without one.</summary>
    public static int HeaderLength(string format, ReadOnlySpan<byte> firstChunk)
    {
        if (!format.Equals(Headed, StringComparison.OrdinalIgnoreCase))
            return 0;
        var at = 0;
        var columns = VarInt(firstChunk, ref at);
        for (var i = 0L; i < 2 * columns; i++)
        {
            var length = VarInt(firstChunk, ref at);
            at += checked((int)length);
        }

        return at;
    }

    private static long VarInt(ReadOnlySpan<byte> bytes, ref int at)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var b = bytes[at++];
            value |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
                break;
        }

        return value;
    }
}
