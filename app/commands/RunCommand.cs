using System.CommandLine;
using Akka.Streams.Dsl;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Ingest.Sources.Receivers;
using Engine.Schemas;

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
            var place = DataDirectory.StoreOf(line.GetValue(store), options.Store);
            var checkpoints = DataDirectory.CheckpointsOf(place, options.Checkpoints);
            using var logs = new MessageLog(screen.Error);
            var input = new StandardInput(Console.OpenStandardInput);
            var recorded = new RecordedFormats(checkpoints);
            var formats = new AutomaticFormat(options, input, screen.Say, logs) { Recorded = line.GetValue(fresh) ? null : recorded };
            options = await formats.ApplyAsync(stop);
            var lags = options.Sources.Where(source => source.Kind == SourceKind.Kafka).ToDictionary(source => source.Name, _ => new KafkaProgress());
            var plan = new RunPlan
            {
                Options = options,
                Store = place,
                Verdicts = line.GetValue(verdicts) ?? options.Verdicts.File,
                Checkpoints = checkpoints,
                IsFresh = line.GetValue(fresh),
                IsLive = true,
                Input = string.Join(", ", options.Sources.Select(source => formats.Chosen.Contains(source) ? $"{Name(source)} as {source.Format}" : Name(source))),
                Missing = () => KafkaInput.Missing(lags.Values),
                Notify = screen.Say,
                Say = screen.Say,
            };
            var run = new EngineRun(plan);
            Announce(screen, plan);
            var live = new LiveInput(run, options, lags, logs, stop) { StandardInput = input };
            run.OpenReadBack = live.ReadBack;
            foreach (var (source, lag) in lags)
                run.Health.Follow(source, lag);
            await using var status = LiveStatus.Start(run.Counters, run.Health, screen.Say, TimeProvider.System);
            OpenReceivers? receivers = null;
            var result = await run.RunAsync(
                async positions =>
                {
                    recorded.Keep(formats.Chosen);
                    receivers = await live.ListenAsync(positions);
                    ReceiverReport.Listening(screen, receivers?.Places ?? []);
                    return new RunInput.Raw(live.Open(receivers, positions));
                },
                logs, stop);
            RunReport.Summary(screen, result);
            ReceiverReport.Summary(screen, receivers?.Counters ?? []);

            // A live run has no end of its own: being stopped is how it succeeds.
            return result.EndedEarly > 0 ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static EngineOptions WithFiles(EngineOptions options, string[] files, string format, bool follow) => files.Length == 0
        ? options
        : options with { Sources = [.. options.Sources, new SourceOptions { Name = "files", Paths = files, Format = format, Follow = follow }] };

    private static string Name(SourceOptions source) => source.Kind switch
    {
        SourceKind.File => $"{source.Name} ({string.Join(", ", source.Paths)})",
        SourceKind.Kafka => KafkaInput.Name(source),
        _ => $"{source.Name} ({string.Join(", ", ReceiverRules.AddressesOf(source).Select(address => address.Text))})",
    };

    private static void Announce(Screen screen, RunPlan plan)
    {
        screen.Say($"reading {string.Join(", ", plan.Options.Sources.Select(source => $"{source.Name} ({source.FormatNames}{(source.Follow ? ", following" : "")})"))}");
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
