using System.CommandLine;
using System.Globalization;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Store;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine runs</c>: what was judged when, with what, and how it ended; the newest first.</summary>
internal static class RunsCommand
{
    public static Command Create()
    {
        var store = StoreOption.Create();
        var limit = new Option<int>("--limit") { Description = "Most runs, the newest. Default 20.", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "One run (JSON) a line, with everything that is known of it." };
        var command = new Command("runs", "What was judged when, and how it ended: live runs and replays, to be replayed or compared with") { store, limit, json };
        command.SetAction(async (line, stop) =>
        {
            await using var opened = await ClickHouseStore.OpenAsync(StoreOption.ParseExisting(line.GetValue(store)), new ClickHouseStoreOptions(), stop);
            var runs = await new RunReader(opened).ListAsync(Math.Max(1, line.GetValue(limit)), stop);
            var screen = Screen.Of(line);
            if (line.GetValue(json))
                Write(screen, runs);
            else
                Print(screen, runs);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Screen screen, IReadOnlyList<RunRecord> runs)
    {
        foreach (var run in runs)
            screen.Output.WriteLine(Json.Of(run));
    }

    private static void Print(Screen screen, IReadOnlyList<RunRecord> runs)
    {
        if (runs.Count == 0)
        {
            screen.Say("no runs");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("run", "kind", "state", "took", "first call (UTC)", "last call (UTC)", "calls", "verdicts", "input");
        foreach (var run in runs)
        {
            table.AddRow(
                Printable.InMarkup(run.Id), Kind(run), State(run), run.Ended is { } ended ? Moments.Span(ended - run.Started) : "", Moment(run.From), Moment(run.To),
                run.Calls.ToString("N0", CultureInfo.InvariantCulture), run.Verdicts.ToString("N0", CultureInfo.InvariantCulture), Printable.InMarkup(run.Input));
        }

        screen.Data.Write(table);
        screen.Say("`engine replay --run RUN` judges its calls again, `engine replay … --compare RUN` shows what another run decides otherwise");
    }

    /// <summary>Live, or a replay and what it took for normal where that is not what it learned itself.</summary>
    private static string Kind(RunRecord run) => run.Kind.ToString().ToLowerInvariant() + (run.Baseline == "relearn" ? "" : Printable.InMarkup($" ({run.Baseline})"));

    /// <summary>Also what keeps another run from deciding the same.</summary>
    private static string State(RunRecord run) => string.Join(", ", [
        run.State.ToString().ToLowerInvariant(),
        .. run.Exact == false ? ["not exact"] : Array.Empty<string>(),
        .. run.Partial == true ? ["partial"] : Array.Empty<string>(),
    ]);

    private static string Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
