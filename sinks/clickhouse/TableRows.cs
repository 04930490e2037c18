using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse;

/// <summary>Rows of one table on their way to the store.</summary>
/// <param name="Table">Where to.</param>
/// <param name="Bytes">Rows in RowBinary, one after another.</param>
/// <param name="Ends">Where each ends.</param>
internal sealed record TableRows(RowTable Table, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<int> Ends)
{
    public int Count => Ends.Length;

    /// <summary>The rows from one number up to another.</summary>
    public TableRows Slice(int from, int to)
    {
        var start = Start(from);
        var bytes = Bytes[start..Start(to)];
        var ends = new int[to - from];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = Ends.Span[from + i] - start;
        return new TableRows(Table, bytes, ends);
    }

    private int Start(int row) => row == 0 ? 0 : Ends.Span[row - 1];
}
