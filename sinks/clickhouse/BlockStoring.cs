using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Spool;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// Stores a cut, table by table. A block that the store refuses for what its rows hold is halved down to the bad ones: those become dead
/// letters, the others are stored. A block of which too much is bad is set aside from there on.
/// </summary>
/// <param name="writer">Writes one block.</param>
/// <param name="spool">Where rows are set aside; null: nowhere, such a block ends the engine.</param>
/// <param name="time">Clock of the dead letters.</param>
/// <param name="log">Where refused rows are told.</param>
internal sealed partial class BlockStoring(BlockWriter writer, SpoolDirectory? spool, TimeProvider time, ILogger log)
{
    /// <summary>Bad rows looked for in one block: each costs about fifteen inserts.</summary>
    internal const int MostBadRows = 50;

    /// <exception cref="UserError">The store stayed away or refuses everything.</exception>
    public async Task StoreAsync(CutRows cut, CancellationToken cancel)
    {
        foreach (var table in cut.Tables)
        {
            var bad = new List<BadRow>();
            var rest = await StoreAsync(cut, table, bad, cancel);
            if (bad.Count == 0)
                continue;
            Refused(bad.Count, table.Table.Name, bad[0].Why);
            await RecordAsync(cut, table, bad, cancel);
            if (rest < table.Count)
                SetAside(cut, table.Slice(rest, table.Count), bad[^1].Why);
        }
    }

    /// <returns>The first row that was not tried any more.</returns>
    private async Task<int> StoreAsync(CutRows cut, TableRows table, List<BadRow> bad, CancellationToken cancel)
    {
        var ranges = new Stack<(int From, int To)>([(0, table.Count)]);
        while (ranges.TryPop(out var range))
        {
            var (from, to) = range;
            if (bad.Count == MostBadRows)
                return from;
            try
            {
                var isWhole = to - from == table.Count;
                // Halves are the same whenever the block is tried again, so their tokens are too.
                await writer.WriteAsync(isWhole ? table : table.Slice(from, to),
                    isWhole ? cut.Token(table) : FormattableString.Invariant($"{cut.Token(table)}-{from}-{to}"), cancel);
            }
            catch (RowsRefused refused) when (to - from == 1)
            {
                bad.Add(new BadRow(from, refused.Message));
            }
            catch (RowsRefused)
            {
                var middle = from + ((to - from) / 2);
                ranges.Push((middle, to));
                ranges.Push((from, middle));
            }
        }

        return table.Count;
    }

    private async Task RecordAsync(CutRows cut, TableRows table, List<BadRow> bad, CancellationToken cancel)
    {
        var letters = new RowBlock();
        foreach (var row in bad)
            DeadLetterRow.Write(letters, row.Letter(cut, table, time.GetUtcNow()));
        try
        {
            await writer.WriteAsync(new TableRows(DeadLetterRow.Table, letters.Bytes, letters.Ends), $"{cut.Token(table)}-refused", cancel);
        }
        catch (RowsRefused refused)
        {
            NotRecorded(bad.Count, refused.Message);
        }
    }

    private void SetAside(CutRows cut, TableRows rest, string why)
    {
        if (spool is null)
            throw new UserError($"{rest.Count} rows cannot be stored in {rest.Table.Name}: {why}");
        IsAside(rest.Count, rest.Table.Name, why, spool.SetAside(cut with { Writer = $"{cut.Writer}-rest", Tables = [rest] }));
    }

    [LoggerMessage(3221, LogLevel.Error, "the store refuses {Rows} rows of {Table} ({Why}); they are dead letters of stage 'store', everything else is stored")]
    private partial void Refused(int rows, string table, string why);

    [LoggerMessage(3222, LogLevel.Error, "the dead letters of {Rows} rows are refused as well ({Why})")]
    private partial void NotRecorded(int rows, string why);

    [LoggerMessage(3223, LogLevel.Error,
        "the store refuses too many rows of one block: {Rows} rows of {Table} ({Why}) were set aside as {Path}; mend the table, take '.broken' off the name, and they are stored at the next start")]
    private partial void IsAside(int rows, string table, string why, string path);
}
