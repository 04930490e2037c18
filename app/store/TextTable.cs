using System.Text;

namespace Engine.App.Store;

/// <summary>An answer in TabSeparatedWithNames, read.</summary>
/// <param name="Columns">Names.</param>
/// <param name="Rows">Cells in the order of the columns; null is SQL's NULL.</param>
internal sealed record TextTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    public static TextTable Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0
            ? new TextTable([], [])
            : new TextTable(Cells(lines[0])!, [.. lines.Skip(1).Select(Cells)]);
    }

    /// <summary>The rows as name → value.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string?>> Records() => Rows.Select(row =>
        (IReadOnlyDictionary<string, string?>)Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));

    private static string?[] Cells(string line) => [.. line.Split('\t').Select(cell => cell == "\\N" ? null : Unescape(cell))];

    private static string Unescape(string cell)
    {
        if (!cell.Contains('\\', StringComparison.Ordinal))
            return cell;
        var text = new StringBuilder(cell.Length);
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] != '\\' || i + 1 == cell.Length)
            {
                text.Append(cell[i]);
                continue;
            }

            text.Append(cell[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'b' => '\b', 'f' => '\f', '0' => '\0', var c => c });
        }

        return text.ToString();
    }
}
