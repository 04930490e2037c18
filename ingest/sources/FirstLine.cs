using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>What a followed file is known by, wherever rotation puts it: its first line, which holds a time.</summary>
internal static class FirstLine
{
    /// <summary>A longer line counts by its beginning.</summary>
    public const int MostBytes = 1024;

    /// <param name="head">First bytes of the file.</param>
    /// <param name="isAll">True: nothing is added to the file any more, so that a line without end counts.</param>
    /// <returns>Null: the line is not there yet.</returns>
    public static ulong? Hash(ReadOnlySpan<byte> head, bool isAll)
    {
        head = head[..Math.Min(head.Length, MostBytes)];
        var line = head.TrimStart("\r\n"u8);
        var end = line.IndexOf((byte)'\n');
        if (end < 0 && head.Length < MostBytes && !(isAll && head.Length > 0))
            return null;
        return StableHash.Of(end < 0 ? line : line[..end]);
    }
}
