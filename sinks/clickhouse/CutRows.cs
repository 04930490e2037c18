namespace Engine.Sinks.ClickHouse;

/// <summary>What is sent to the store at once, in memory or read back from the journal.</summary>
/// <param name="Writer">New for every process: the numbers of its cuts begin anew, and their tokens must not meet those of another.</param>
/// <param name="Number">Number of the cut, from 1.</param>
/// <param name="Tables">In the order in which they are written.</param>
internal sealed record CutRows(string Writer, long Number, IReadOnlyList<TableRows> Tables)
{
    /// <summary>Identity of one table's block: the store drops a second one with the same.</summary>
    public string Token(TableRows table) => FormattableString.Invariant($"{Writer}-{Number}-{table.Table.Name}");
}
