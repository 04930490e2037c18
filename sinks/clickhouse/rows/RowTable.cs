namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A table of the store: its name and the columns that a mapper writes, in that order.</summary>
/// <param name="Name">Table, not the view that people query.</param>
/// <param name="Columns">Unquoted names.</param>
public sealed record RowTable(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>As they stand in an INSERT: nested columns hold a point.</summary>
    internal IReadOnlyList<string> Quoted { get; } = [.. Columns.Select(column => $"`{column}`")];

    /// <param name="name">Table.</param>
    /// <param name="columns">Names with blanks between.</param>
    internal static RowTable Of(string name, string columns) => new(name, columns.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
