using System.CommandLine;
using System.Globalization;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Store;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine verdicts</c>: who did what, how sure, and what was decided; the latest first.</summary>
internal static class VerdictsCommand
{
    private const string Lines = """
        SELECT toString(v.verdict_id) AS id, v.revision AS revision, v.time AS time,
          CAST((v.actor_kind, v.actor), 'Tuple(kind String, id String)') AS actor,
          v.categories AS categories, v.severity AS severity, v.confidence AS confidence, v.score AS score, v.action AS action,
          v.expires AS expires, v.first_event AS first_event, v.last_event AS last_event, v.event_count AS event_count,
          CAST((v.addresses, v.users, v.sessions, v.tokens), 'Tuple(addresses Array(String), users Array(String), sessions Array(String), tokens Array(String))') AS targets,
          arrayMap((detector, strength, reason, observed, expected, threshold, first, last) ->
            CAST((detector, strength, reason, observed, expected, threshold, first, last),
              'Tuple(detector String, strength Float64, reason String, observed Float64, expected Float64, threshold Float64, first_event DateTime64(6, \'UTC\'), last_event DateTime64(6, \'UTC\'))'),
            v.signals.detector, v.signals.strength, v.signals.reason, v.signals.observed, v.signals.expected, v.signals.threshold,
            v.signals.first_event, v.signals.last_event) AS signals,
          v.explanation AS explanation, v.counterfactual AS counterfactual
        FROM verdicts AS v
        """;

    private const string Overview = """
        SELECT substring(toString(v.verdict_id), 1, 8) AS id, toString(v.last_event) AS time, v.action AS action, round(v.score) AS score, v.severity AS severity,
          v.categories[1] AS category, concat(v.actor_kind, ' ', v.actor) AS actor, v.event_count AS calls, v.explanation AS explanation
        FROM verdicts AS v
        """;

    /// <summary>The same of one run, whatever others decided before and after it; what has no column of its own is in the line.</summary>
    private const string OverviewOfRun = """
        SELECT substring(toString(v.verdict_id), 1, 8) AS id, toString(v.last_event) AS time, v.action AS action, round(v.score) AS score,
          JSONExtractString(v.line, 'severity') AS severity, v.categories[1] AS category, concat(v.actor_kind, ' ', v.actor) AS actor,
          JSONExtractInt(v.line, 'event_count') AS calls, JSONExtractString(v.line, 'explanation') AS explanation
        """;

    private const string OfRun = """

        FROM
        (
          SELECT *, parseDateTime64BestEffort(JSONExtractString(line, 'last_event'), 6, 'UTC') AS last_event
          FROM run_verdicts WHERE run = {run:String} ORDER BY revision DESC LIMIT 1 BY verdict_id
        ) AS v
        """;

    public static Command Create()
    {
        var store = StoreOption.Create();
        var since = new Option<string?>("--since") { Description = "Only verdicts from then on: an age (30min, 24h, 7d) or a time." };
        var actor = new Option<string?>("--actor") { Description = "Only this actor; an address stands for all its fingerprints." };
        var minimum = new Option<VerdictAction?>("--min-action") { Description = "Only this action and stronger ones: observe, challenge, throttle, block." };
        var run = new Option<string?>("--run") { Description = "As this run decided: a replay of stored calls leaves its verdicts only there. `engine runs` lists the runs.", HelpName = "RUN" };
        var limit = new Option<int>("--limit") { Description = "Most verdicts, the latest. Default 50.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "One verdict line (JSON) each." };
        var command = new Command("verdicts", "Who attacked, how sure that is, and what was decided") { store, since, actor, minimum, run, limit, json };
        command.SetAction(async (parse, cancel) =>
        {
            var (where, parameters) = VerdictFilter.Of(parse.GetValue(since), parse.GetValue(actor), parse.GetValue(minimum), DateTimeOffset.UtcNow);
            var most = Math.Max(1, parse.GetValue(limit)).ToString(CultureInfo.InvariantCulture);
            await using var opened = await ClickHouseStore.OpenAsync(StoreOption.ParseExisting(parse.GetValue(store)), new ClickHouseStoreOptions(), cancel);
            var (lines, overview) = (Lines, Overview);
            if (parse.GetValue(run) is { } id)
            {
                parameters.Add(new("run", (await new RunReader(opened).FindAsync(id, cancel)).Id));
                (lines, overview) = ("SELECT v.line" + OfRun, OverviewOfRun + OfRun);
            }

            var query = new StoreQuery(opened);
            var rest = $"\nWHERE {where}\nORDER BY v.last_event DESC, v.verdict_id LIMIT {most}";
            if (!parse.GetValue(json))
                Print(Screen.Of(parse), await query.TableAsync(overview + rest, parameters, cancel: cancel), hasTimelines: overview == Overview);
            else
                await RawOutput.WriteAsync(output => query.CopyAsync(lines + rest, lines == Lines ? "JSONEachRow" : "TSVRaw", parameters, new HarmlessJson(output), isReadOnly: true, cancel));
            return 0;
        });
        return command;
    }

    private static void Print(Screen screen, TextTable verdicts, bool hasTimelines)
    {
        if (verdicts.Rows.Count == 0)
        {
            Console.Error.WriteLine("no verdicts");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("id", "last call (UTC)", "action", "score", "severity", "category", "actor", "calls", "why");
        foreach (var verdict in verdicts.Records())
            table.AddRow(
                Printable.InMarkup(verdict["id"]), Printable.InMarkup(Moments.Short(verdict["time"])), Colours.Action(verdict["action"]),
                Printable.InMarkup(verdict["score"]), Printable.InMarkup(verdict["severity"]), Printable.InMarkup(verdict["category"]),
                Printable.InMarkup(verdict["actor"]), Printable.InMarkup(verdict["calls"]), Printable.InMarkup(verdict["explanation"]));
        screen.Data.Write(table);
        if (hasTimelines)
            Console.Error.WriteLine("`engine timeline ID` shows what one of them did");
    }
}
