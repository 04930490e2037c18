using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A refused record as a row of <c>dead_letters_data</c>.</summary>
public static class DeadLetterRow
{
    public static RowTable Table { get; } = RowTable.Of("dead_letters_data",
        "source source_partition source_offset source_index arrived_at stage format reason sample length");

    public static void Write(RowBlock row, DeadLetter letter)
    {
        row.Text(letter.Position.Source);
        row.Int32(letter.Position.Partition);
        row.Int64(letter.Position.Offset);
        row.Int32(letter.Position.Index);
        row.Time(letter.ArrivedAt);
        row.Text(letter.Stage);
        row.TextOrNull(letter.Format);
        row.Text(letter.Reason);
        row.Text(letter.Sample);
        row.Int64(letter.Length);
        row.EndRow();
    }
}
