using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A control entry as a row of <c>control_entries_data</c>.</summary>
public static class ControlEntryRow
{
    public static RowTable Table { get; } = RowTable.Of("control_entries_data", "run seq time kind subject version is_whole payload");

    public static void Write(RowBlock row, string run, ControlEntry entry)
    {
        row.Text(run);
        row.UInt64((ulong)entry.Sequence);
        row.Time(entry.At);
        Words<ControlKind>.Write(row, (int)entry.Kind);
        row.Text(entry.Subject);
        row.Text(entry.Version);
        row.Bool(entry.IsWhole);
        row.Blob(entry.State.Span);
        row.EndRow();
    }
}
