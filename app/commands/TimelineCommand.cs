using System.CommandLine;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Sinks.ClickHouse.Store;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine timeline</c>: one attack from its first call to what was done about it.</summary>
internal static class TimelineCommand
{
    private const string OfVerdict =
        "SELECT time, kind, title, endpoint, status, detail, event_id FROM attack_timeline WHERE verdict_id = {verdict:UUID} AND actor = {actor:String}";

    // An actor without a verdict: its latest calls and its signals.
    private const string OfActor = """
        SELECT time, kind, title, endpoint, status, detail, event_id FROM
        (
          SELECT time, 'call' AS kind, concat(method, ' ', path) AS title, concat(method, ' ', endpoint)::Nullable(String) AS endpoint, status,
            if(response_bytes IS NULL, '', concat(toString(response_bytes), ' bytes')) AS detail, event_id::Nullable(UUID) AS event_id
          FROM events WHERE actor = {actor:String} OR startsWith(actor, concat({actor:String}, '|')) ORDER BY time DESC LIMIT 1000
          UNION ALL
          SELECT last_event, 'signal', concat(detector, ', strength ', toString(round(strength, 2))), concat(method, ' ', endpoint), NULL, reason, NULL
          FROM signals WHERE actor = {actor:String} OR startsWith(actor, concat({actor:String}, '|'))
        )
        ORDER BY time, kind
        """;

    public static Command Create()
    {
        var subject = new Argument<string>("verdict-or-actor") { Description = "A verdict's id or its first characters, or an actor (user, key, address)." };
        var store = StoreOption.Create();
        var limit = new Option<int>("--limit") { Description = "Most lines. Default 100.", DefaultValueFactory = _ => 100 };
        var json = new Option<bool>("--json") { Description = "One JSON object a row, every call by itself." };
        var command = new Command("timeline", "What an attacker did, call by call, why it was noticed and what was done") { subject, store, limit, json };
        command.SetAction(async (parse, cancel) =>
        {
            var text = parse.GetValue(subject)!;
            await using var opened = await ClickHouseStore.OpenAsync(StoreOption.ParseExisting(parse.GetValue(store)), new ClickHouseStoreOptions(), cancel);
            if (parse.GetValue(json))
                await CopyAsync(opened, text, cancel);
            else
                await PrintAsync(opened, text, Screen.Of(parse).Data, Math.Max(4, parse.GetValue(limit)), cancel);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Prints the timeline of a verdict or actor for a person.</summary>
    public static async Task PrintAsync(ClickHouseStore store, string text, IAnsiConsole console, int mostLines, CancellationToken cancel)
    {
        var query = new StoreQuery(store);
        var found = await new TimelineSearch(query).FindAsync(text, cancel);
        var (sql, parameters) = Question(found, text);
        var lines = TimelineLine.Group(TimelineRow.From(await query.TableAsync(sql, parameters, cancel: cancel)));
        TimelinePrint.Write(console, found, text, lines, mostLines);
    }

    private static async Task CopyAsync(ClickHouseStore store, string text, CancellationToken cancel)
    {
        var query = new StoreQuery(store);
        var (sql, parameters) = Question(await new TimelineSearch(query).FindAsync(text, cancel), text);
        await RawOutput.WriteAsync(output => query.CopyAsync(sql, "JSONEachRow", parameters, new HarmlessJson(output), isReadOnly: true, cancel));
    }

    private static (string Sql, IReadOnlyList<KeyValuePair<string, string>> Parameters) Question(
        (IReadOnlyDictionary<string, string?> Verdict, int Others)? found, string text) => found is { Verdict: var verdict }
        ? (OfVerdict, [.. TimelineSearch.Parameter("verdict", verdict["id"]!), .. TimelineSearch.Parameter("actor", verdict["actor"]!)])
        : (OfActor, TimelineSearch.Parameter("actor", text));
}
