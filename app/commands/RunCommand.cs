using System.CommandLine;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Commands;

/// <summary><c>engine run</c>: live. Reads the configured sources (or the files named), detects, stores, enforces, until it is stopped.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Files to read besides the configured sources.", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<string>("--format") { Description = "Format of the files named here; engine formats lists them, auto finds out.", DefaultValueFactory = _ => Combined.Name };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on reading the files named here as they grow and are rotated." };
        var role = new Option<string>("--role") { Description = "Which part of the engine this process is. Only 'all' exists so far.", DefaultValueFactory = _ => "all" };
        role.AcceptOnlyFromAmong("all");
        var store = StoreOption.Create();
        var verdicts = new Option<string?>("--verdicts") { Description = "File for the verdicts as JSON lines; '-' is standard output.", HelpName = "FILE" };
        var fresh = new Option<bool>("--fresh") { Description = "Forget what an earlier run learned and how far it read, and begin anew." };
        var command = new Command("run", "Watch live traffic: detect, store, block") { files, format, follow, role, store, verdicts, fresh };
        var configuration = new ConfigurationArguments(command);
        command.SetAction(async (line, stop) =>
        {
            var options = WithFiles(configuration.Load(line).OptionsWithSecrets(), line.GetValue(files)!, line.GetValue(format)!, line.GetValue(follow));
            if (options.Sources.Count == 0)
                throw new UserError("nothing to read; name files (engine run access.log --follow) or a configuration with sources (-c engine.yaml)", isUsage: true);
            var screen = Screen.Of(line);
            options = AutomaticFormat.Into(options, screen.Say);
            var lags = options.Sources.Where(source => source.Kind == SourceKind.Kafka).ToDictionary(source => source.Name, _ => new KafkaProgress());
            var place = DataDirectory.StoreOf(line.GetValue(store), options.Store);
            var plan = new RunPlan
            {
                Options = options,
                Store = place,
                Verdicts = line.GetValue(verdicts) ?? options.Verdicts.File,
                Checkpoints = options.Checkpoints.Directory ?? Path.Combine(DataDirectory.Of(place), "checkpoints"),
                IsFresh = line.GetValue(fresh),
                IsLive = true,
                Input = string.Join(", ", options.Sources.Select(Name)),
                Missing = () => KafkaInput.Missing(lags.Values),
                Notify = screen.Say,
                Say = screen.Say,
            };
            var run = new EngineRun(plan);
            Announce(screen, plan);
            using var logs = new MessageLog(screen.Error);
            var result = await run.RunAsync(positions => Input(run, options, positions, lags, logs, stop), logs, stop);
            RunReport.Summary(screen, result);

            // A live run has no end of its own: being stopped is how it succeeds.
            return result.EndedEarly > 0 ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static EngineOptions WithFiles(EngineOptions options, string[] files, string format, bool follow) => files.Length == 0
        ? options
        : options with { Sources = [.. options.Sources, new SourceOptions { Name = "files", Paths = files, Format = format, Follow = follow }] };

    /// <summary>All sources at once, in the order of arrival; each followed file is a partition of its own, and has its own logical time.</summary>
    private static InputSource Input(
        EngineRun run, EngineOptions options, InputPositions positions, Dictionary<string, KafkaProgress> lags, ILoggerFactory logs, CancellationToken stop) =>
        InputSource.Merge([.. options.Sources.Select(source => source.Kind == SourceKind.File
            ? Files(run, source, options, positions, stop)
            : KafkaSource.Open(KafkaInput.Of(source, source.Kafka!, options, positions, logs) with { Lag = lags[source.Name] }, run.Formats, TimeProvider.System, run.Progress))]);

    private static string Name(SourceOptions source) => source.Kind == SourceKind.File
        ? $"{source.Name} ({string.Join(", ", source.Paths)})"
        : KafkaInput.Name(source);

    private static InputSource Files(EngineRun run, SourceOptions source, EngineOptions options, InputPositions positions, CancellationToken stop)
    {
        var reading = new FileSource.Options
        {
            Format = source.Format,
            Environment = source.Environment,
            Batch = options.Engine.Batch,
            Progress = run.Progress,
            Partition = source.Name,
            Resume = positions,
        };
        return InputSource.Of(source.Follow
            ? FileSource.Follow(source.Paths, reading, run.Formats, TimeProvider.System, stop)
            : FileSource.Read(source.Paths, reading, run.Formats, TimeProvider.System));
    }

    private static void Announce(Screen screen, RunPlan plan)
    {
        screen.Say($"reading {string.Join(", ", plan.Options.Sources.Select(source => $"{source.Name} ({source.Format}{(source.Follow ? ", following" : "")})"))}");
        screen.Say($"store: {plan.Store}; verdicts: {plan.Verdicts ?? "store only"}");
        if (plan.Options.Kafka is { } kafka)
            screen.Say($"publishing to {kafka.VerdictTopic} and {kafka.DeadLetterTopic} at Kafka {kafka.BootstrapServers}");
        foreach (var point in plan.Options.Enforcement.Points)
        {
            screen.Say($"enforcement point {point.Name} ({point.Kind}), {ConfigurationSummary.Mode(point.Mode ?? plan.Options.Enforcement.Mode)}");
        }

        screen.Say("Ctrl+C stops in order: everything read is stored first");
    }
}
