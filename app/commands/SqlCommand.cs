using System.CommandLine;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Http;
using Engine.Sinks.ClickHouse.Store;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine sql</c>: any question to the store, in ClickHouse's SQL.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("statement") { Description = "One SQL statement; - reads it from standard input." };
        var store = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "One JSON object a row." };
        var write = new Option<bool>("--write") { Description = "Let the statement change the store. Default: it only reads." };
        var command = new Command("sql", "Ask the store anything: a table, or raw bytes where the statement ends in FORMAT …") { sql, store, json, write };
        command.SetAction(async (parse, cancel) =>
        {
            var text = parse.GetValue(sql)!;
            if (text == "-")
                text = await Console.In.ReadToEndAsync(cancel);
            text = text.TrimEnd().TrimEnd(';');
            if (text.Length == 0)
                throw new UserError("the statement is empty; for example: engine sql \"SELECT count() FROM events\"", isUsage: true);
            await using var opened = await ClickHouseStore.OpenAsync(StoreOption.ParseExisting(parse.GetValue(store)), new ClickHouseStoreOptions(), cancel);
            var query = new StoreQuery(opened);
            var isReadOnly = !parse.GetValue(write);
            if (parse.GetValue(json))
                await RawOutput.WriteAsync(output => query.CopyAsync(text, "JSONEachRow", [], new HarmlessJson(output), isReadOnly, cancel));
            else if (StatementText.Format(text) is not null)
                await RawOutput.WriteAsync(output => query.CopyAsync(text, "TabSeparated", [], output, isReadOnly, cancel));
            else
                Print(Screen.Of(parse), await query.TableAsync(text, [], isReadOnly, cancel));
            return 0;
        });
        return command;
    }

    private static void Print(Screen screen, TextTable answer)
    {
        if (answer.Columns.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in answer.Columns)
            table.AddColumn(new TableColumn(Printable.InMarkup(column)));
        foreach (var row in answer.Rows.Take(StoreQuery.MostRows))
            table.AddRow([.. row.Select(cell => cell is null ? "[grey]NULL[/]" : Printable.InMarkup(cell))]);
        screen.Data.Write(table);
        Console.Error.WriteLine(answer.Rows.Count >= StoreQuery.MostRows ? $"the first {StoreQuery.MostRows} rows; end the statement in FORMAT … for all of them"
            : answer.Rows.Count == 1 ? "1 row" : $"{answer.Rows.Count} rows");
    }
}
