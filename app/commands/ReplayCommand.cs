using System.CommandLine;
using System.Globalization;
using Engine.App.Runs;
using Engine.App.Simulation.Scoring;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Commands;

/// <summary><c>engine replay</c>: traffic of the past through today's detectors, as fast as it goes. Never enforces.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Access logs: plain, gzip or zstd; folders, patterns, '-' for standard input. Several are merged by time.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format") { Description = "Format of the records; engine formats lists them.", DefaultValueFactory = _ => Combined.Name };
        var store = StoreOption.Create();
        var verdicts = new Option<string?>("--verdicts") { Description = "File for the verdicts as JSON lines, sorted by time; '-' is standard output.", HelpName = "FILE" };
        var letters = new Option<string?>("--dead-letters") { Description = "With --store none: file for refused records as JSON lines.", HelpName = "FILE" };
        var labels = new Option<string?>("--labels") { Description = "Label file of engine simulate: prints what was found and who was wronged; exit code 1 unless all and nobody.", HelpName = "FILE" };
        var failOn = new Option<VerdictAction?>("--fail-on") { Description = "Exit code 1 if a verdict has this action or a stronger one: observe, challenge, throttle, block." };
        var fresh = new Option<bool>("--fresh") { Description = "Begin anew, also where the same replay was interrupted before." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON instead of the table of verdicts." };
        var command = new Command("replay", "Run historical traffic through the detectors, as fast as it goes") { files, format, store, verdicts, letters, labels, failOn, fresh, json };
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
            var paths = line.GetValue(files)!;
            var run = new EngineRun(paths.Contains("-") ? plan : plan with { Checkpoints = CheckpointsOf(paths, line.GetValue(format)!, plan) });
            var reading = new FileSource.Options { Format = line.GetValue(format)!, Batch = options.Engine.Batch, Progress = run.Progress };
            var truth = line.GetValue(labels) is { } path ? LabelledScore.Read(path, Fingerprint) : null;

            InputSource Open(InputPositions positions) => InputSource.Of(FileSource.Read(paths, reading with { Resume = positions }, run.Formats, TimeProvider.System));
            using var logs = new MessageLog(screen.Error);
            var result = await RunProgress.WatchAsync(screen, "replaying", run.Progress, run.Counters, () => run.RunAsync(Open, logs, stop));

            var score = truth?.Judge(result.Ledger.Revisions);
            Report(screen, result, score, line.GetValue(json), line.GetValue(verdicts));
            WrongFormat(screen, result, paths, reading.Format, run.Formats);
            var isFailure = result.EndedEarly > 0 || (result.Counters.Records > 0 && result.Counters.Calls == 0) || score is { IsPerfect: false }
                || (line.GetValue(failOn) is { } least && result.Ledger.Revisions.Any(verdict => verdict.Action >= least));
            return stop.IsCancellationRequested ? ExitCode.Interrupted : isFailure ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static string CheckpointsOf(string[] paths, string format, RunPlan plan) => ReplayIdentity.DirectoryOf(
        ReplayIdentity.Of([format, .. paths.Select(Path.GetFullPath)], FileSource.Files(paths), plan), plan);

    /// <summary>The part of an address actor's id that stands for its user agent.</summary>
    internal static string Fingerprint(string userAgent) => (StableHash.Of(userAgent) >> 32).ToString("x8", CultureInfo.InvariantCulture);

    private static void Report(Screen screen, RunResult result, ScoreResult? score, bool asJson, string? verdicts)
    {
        if (asJson)
            screen.Output.WriteLine(Json.Of(RunReport.Document(result)));
        else if (verdicts != "-")
            RunReport.Verdicts(screen, result.Ledger);
        if (score is not null && asJson)
            screen.Output.WriteLine(ScoreReport.Json(score));
        else if (score is not null)
            screen.Data.Write(ScoreReport.Table(score));
        RunReport.Summary(screen, result);
    }

    /// <summary>Half of the records refused mostly means: another format. Says which one, from the first files.</summary>
    private static void WrongFormat(Screen screen, RunResult result, IReadOnlyList<string> paths, string format, FormatCatalog formats)
    {
        if (result.Counters.Refused * 2 < result.Counters.Records || result.Counters.Records == 0)
            return;
        if (paths.FirstOrDefault(File.Exists) is { } path && FormatProbe.Advice(FormatProbe.Examine(path, formats), format) is { } advice)
            screen.Say($"{path}: {advice}");
    }
}
