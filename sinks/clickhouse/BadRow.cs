using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse;

/// <summary>A row that the store refuses.</summary>
/// <param name="Number">Its number in its block.</param>
/// <param name="Why">The store's reason.</param>
internal sealed record BadRow(int Number, string Why)
{
    private const int SampledBytes = DeadLetter.SampleBytes / 2;

    /// <summary>A call keeps its position in the source; anything else is named by its place in the cut.</summary>
    public DeadLetter Letter(CutRows cut, TableRows table, DateTimeOffset at)
    {
        var row = table.Slice(Number, Number + 1).Bytes;
        var sample = Convert.ToHexStringLower(row.Span[..Math.Min(row.Length, SampledBytes)]);
        return Call(table.Table, row.Span) is { } call
            ? new DeadLetter(call.Position, at, "store", call.SourceFormat, Why, sample, row.Length)
            : new DeadLetter(new SourcePosition(cut.Token(table), 0, Number, 0), at, "store", null, Why, sample, row.Length);
    }

    private static ApiEvent? Call(RowTable table, ReadOnlySpan<byte> bytes)
    {
        if (table.Name != EventRow.Table.Name || !table.Columns.SequenceEqual(EventRow.Table.Columns))
            return null;
        try
        {
            var row = new RowReader(bytes, new TextPool());
            var call = new EventRowReader().Read(ref row);
            return row.IsShort ? null : call.Event.Call;
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            return null;
        }
    }
}
