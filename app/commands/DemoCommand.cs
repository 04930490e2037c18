using System.CommandLine;
using System.Globalization;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.App.Simulation.Scoring;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Commands;

/// <summary><c>engine demo</c>: labelled traffic, the whole pipeline, the embedded store, and the timeline of what was caught. Opens nothing to the outside.</summary>
internal static class DemoCommand
{
    /// <summary>Lines of the timeline: enough to see how the attack went, few enough for one screen.</summary>
    private const int TimelineLines = 14;

    public static Command Create()
    {
        var store = StoreOption.Create();
        store.Description = "Directory for the demo's traffic and store, made anew. Default: demo in the data directory.";
        var seed = new Option<int>("--seed") { Description = "Chooses the simulated world.", DefaultValueFactory = _ => 7 };
        var users = new Option<int>("--users") { Description = "Simulated customers.", DefaultValueFactory = _ => 1000 };
        var command = new Command("demo", "See it work: simulated traffic with attacks, from log lines to the timeline of an attack") { store, seed, users };
        command.SetAction(async (line, stop) =>
        {
            var screen = Screen.Of(line);
            var place = DemoPlace.Prepare(line.GetValue(store));

            screen.Say("1. simulating a shop's API: customers, integrations, crawlers, and attackers among them");
            SimulationRun.Write(
                new SimulationOptions { Seed = line.GetValue(seed), Users = line.GetValue(users) }, WriterCatalog.Named("combined"),
                new TrafficFiles(place.Traffic, place.Labels), screen.Messages, stop);

            screen.Say("2. reading the log as it would come from nginx, into the embedded ClickHouse");
            var run = new EngineRun(new RunPlan { Options = new EngineOptions(), Store = new StoreLocation.Embedded(place.Store), Verdicts = place.Verdicts, Input = place.Traffic });
            var source = FileSource.Read([place.Traffic], new FileSource.Options { Format = Combined.Name, Progress = run.Progress }, run.Formats, TimeProvider.System);
            using var logs = new MessageLog(screen.Error);
            var result = await RunProgress.WatchAsync(screen, "detecting", run.Progress, run.Counters, () => run.RunAsync(_ => InputSource.Of(source), logs, stop));
            RunReport.Summary(screen, result);

            screen.Say("3. what was found, compared with the simulation's own labels");
            var score = LabelledScore.Read(place.Labels, ReplayCommand.Fingerprint).Judge(result.Ledger.Revisions);
            screen.Data.Write(ScoreReport.Table(score));

            await ShowTimelineAsync(screen, place, result.Ledger, stop);
            SayWhatNext(screen, place, result.Ledger);
            return score.IsPerfect ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static async Task ShowTimelineAsync(Screen screen, DemoPlace place, VerdictLedger ledger, CancellationToken stop)
    {
        if (ledger.Latest is not [var worst, ..])
            return;
        screen.Say("4. the timeline of one attack");
        await using var opened = await ClickHouseStore.OpenAsync(new StoreLocation.Embedded(place.Store), new ClickHouseStoreOptions(), stop);
        await TimelineCommand.PrintAsync(opened, worst.Id.ToString(), screen.Data, TimelineLines, stop);
    }

    private static void SayWhatNext(Screen screen, DemoPlace place, VerdictLedger ledger)
    {
        var verdict = ledger.Latest.Count > 0 ? ledger.Latest[0].Id.ToString()[..8] : "VERDICT";
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            Look further (the store stays in {place.Store}):
              engine verdicts --store '{place.Store}'
              engine timeline {verdict} --store '{place.Store}'
              engine sql --store '{place.Store}' "SELECT actor, count() AS calls, countIf(status = 404) AS misses FROM events GROUP BY actor ORDER BY misses DESC LIMIT 5"
              engine replay '{place.Traffic}' --labels '{place.Labels}' --store none
            """));
    }
}
