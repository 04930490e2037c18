using System.CommandLine;
using System.Globalization;
using Engine.App.Runs;
using Engine.App.Runs.Comparing;
using Engine.App.Runs.Replays;
using Engine.App.Simulation.Scoring;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.App.Commands;

/// <summary><c>engine replay</c>: traffic of the past through today's detectors, as fast as it goes. Never enforces.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var store = StoreOption.Create();
        store.Description = "Store of the calls that are replayed, and for what the replay finds: a directory (embedded ClickHouse), a ClickHouse URL, or none. A replay of calls "
            + "that are in it already, from the store or read by a live run before, adds its verdicts (run_verdicts) and itself (runs) and replaces nothing. Default: the configured one.";
        var verdicts = new Option<string?>("--verdicts") { Description = "File for the verdicts as JSON lines, sorted by time; '-' is standard output.", HelpName = "FILE" };
        var letters = new Option<string?>("--dead-letters") { Description = "File for refused records as JSON lines, besides the store.", HelpName = "FILE" };
        var labels = new Option<string?>("--labels") { Description = "Label file of engine simulate: prints what was found and who was wronged; exit code 1 unless all and nobody.", HelpName = "FILE" };
        var failOn = new Option<VerdictAction?>("--fail-on") { Description = "Exit code 1 if a verdict has this action or a stronger one: observe, challenge, throttle, block." };
        var fresh = new Option<bool>("--fresh") { Description = "Begin anew, also where the same replay was interrupted before." };
        var json = new Option<bool>("--json") { Description = "Print the summary, the score and the comparison as JSON lines instead of tables." };
        var command = new Command("replay", "Run historical traffic through the detectors, as fast as it goes: files, a configured source, or a run in the store");
        var arguments = new ReplayArguments(command);
        foreach (var option in new Option[] { store, verdicts, letters, labels, failOn, fresh, json })
            command.Options.Add(option);
        var configuration = new ConfigurationArguments(command);
        command.SetAction(async (line, stop) =>
        {
            var options = configuration.Load(line).OptionsWithSecrets();
            var screen = Screen.Of(line);
            var plan = new RunPlan
            {
                Options = options,
                Store = DataDirectory.StoreOf(line.GetValue(store), options.Store),
                Verdicts = line.GetValue(verdicts),
                DeadLetters = line.GetValue(letters),
                IsFresh = line.GetValue(fresh),
                Say = screen.Say,
            };
            var request = arguments.Read(line, options, plan.Store, DateTimeOffset.UtcNow);
            var truth = line.GetValue(labels) is { } path ? LabelledScore.Read(path, Fingerprint) : null;
            using var logs = new MessageLog(screen.Error);
            await using var replay = await Replay.PrepareAsync(request, plan, logs, stop);
            var result = await RunProgress.WatchAsync(screen, "replaying", replay.Run.Progress, replay.Run.Counters, () => replay.RunAsync(stop));

            var score = truth?.Judge(result.Ledger.Revisions);
            var comparison = stop.IsCancellationRequested ? null : await replay.CompareAsync(result, stop);
            Report(screen, result, score, comparison, line.GetValue(json), line.GetValue(verdicts));
            WrongFormat(screen, result, replay);
            if (stop.IsCancellationRequested)
                screen.Say(replay.Source.CanReadAgain ? "interrupted: the same command goes on here" : "interrupted: standard input is gone, so a replay of it begins anew");
            var isFailure = result.EndedEarly > 0 || (result.Counters.Records > 0 && result.Counters.Calls == 0) || score is { IsPerfect: false } || comparison is { Changes.Count: > 0 }
                || (line.GetValue(failOn) is { } least && result.Ledger.Revisions.Any(verdict => verdict.Action >= least));
            return stop.IsCancellationRequested ? ExitCode.Interrupted : isFailure ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The part of an address actor's id that stands for its user agent.</summary>
    internal static string Fingerprint(string userAgent) => (StableHash.Of(userAgent) >> 32).ToString("x8", CultureInfo.InvariantCulture);

    private static void Report(Screen screen, RunResult result, ScoreResult? score, RunComparison? comparison, bool asJson, string? verdicts)
    {
        if (asJson)
            screen.Output.WriteLine(Json.Of(RunReport.Document(result)));
        else if (verdicts != "-")
            RunReport.Verdicts(screen, result);
        if (score is not null && asJson)
            screen.Output.WriteLine(ScoreReport.Json(score));
        else if (score is not null)
            screen.Data.Write(ScoreReport.Table(score));
        RunReport.Summary(screen, result);
        if (comparison is not null && asJson)
            screen.Output.WriteLine(Json.Of(ComparisonReport.Document(comparison)));
        else if (comparison is not null)
            ComparisonReport.Print(screen, comparison);
    }

    /// <summary>Half of the records refused mostly means: another format. Says which one, from the first files.</summary>
    private static void WrongFormat(Screen screen, RunResult result, Replay replay)
    {
        if (replay.Source is not FileReplay files || result.Counters.Refused * 2 < result.Counters.Records || result.Counters.Records == 0)
            return;
        if (files.Paths.FirstOrDefault(File.Exists) is { } path && FormatProbe.Advice(FormatProbe.Examine(InputHead.Of(path), replay.Run.Formats), files.Format) is { } advice)
            screen.Say($"{path}: {advice}");
    }
}
