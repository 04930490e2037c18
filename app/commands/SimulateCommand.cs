using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Engine.App.Simulation;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Formats;
using Engine.App.Simulation.Labels;
using Engine.Schemas;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine simulate</c>: labelled synthetic traffic, the same bytes for the same options on every machine.</summary>
internal static class SimulateCommand
{
    private static readonly SimulationOptions Defaults = new();

    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Chooses the world: the same seed, the same bytes", DefaultValueFactory = _ => Defaults.Seed };
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", WriterCatalog.All.Select(known => known.Name))}", DefaultValueFactory = _ => "combined" };
        var place = new Option<string?>("--out") { Description = "File (.gz and .zst compress) or directory; default: standard output", HelpName = "FILE|DIR" };
        var labels = new Option<string?>("--labels") { Description = "Label file; default: beside --out", HelpName = "FILE" };
        var users = new Option<int>("--users") { Description = "Customers; about 100 calls each in 30 hours", DefaultValueFactory = _ => Defaults.Users };
        var hours = new Option<int>("--hours") { Description = "Simulated hours", DefaultValueFactory = _ => Defaults.Hours };
        var start = new Option<DateTimeOffset>("--start") { Description = "First moment", DefaultValueFactory = _ => Defaults.Start };
        var attacks = new Option<string>("--attacks") { Description = $"all, none, or some of {string.Join(",", AttackCatalog.All.Select(shape => shape.Name))}", DefaultValueFactory = _ => "all" };
        var rate = new Option<int>("--rate") { Description = "Lines a second, to feed a live engine; default 0: as fast as it goes" };
        var force = new Option<bool>("--force") { Description = "Replace existing files" };
        var map = new Option<bool>("--print-map") { Description = "Only print the configuration that reads --format json" };
        var command = new Command("simulate", "Labelled synthetic traffic: a shop, its customers, its bots and its attackers")
        {
            seed, format, place, labels, users, hours, start, attacks, rate, force, map,
        };
        command.SetAction((arguments, stop) =>
        {
            if (arguments.GetValue(map))
            {
                Console.Out.Write(JsonWriter.Map);
                return Task.FromResult(0);
            }

            var options = Checked(new SimulationOptions
            {
                Seed = arguments.GetValue(seed),
                Users = arguments.GetValue(users),
                Hours = arguments.GetValue(hours),
                Start = arguments.GetValue(start),
                Attacks = Chosen(arguments.GetValue(attacks)!),
            });
            var writer = WriterCatalog.Named(arguments.GetValue(format)!);
            var files = TrafficFiles.For(arguments.GetValue(place), arguments.GetValue(labels), writer);
            files.Check(mayReplace: arguments.GetValue(force));
            Run(options, writer, files, Math.Max(0, arguments.GetValue(rate)), stop);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(SimulationOptions options, WriterInfo format, TrafficFiles files, int rate, CancellationToken stop)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var simulation = new TrafficSimulation(options);
        var since = Stopwatch.GetTimestamp();
        try
        {
            using var labels = files.OpenLabels();
            var bytes = 0L;
            using (var traffic = files.OpenTraffic())
            {
                var writer = new TrafficWriter(simulation, format.Make(), traffic, rate);
                Watched(screen, files, onProgress => writer.Run(onProgress, stop));
                bytes = writer.Bytes;
            }

            if (labels is not null)
                LabelFile.Write(simulation.Labels(), labels);
            Summarise(screen, simulation, files, bytes, Stopwatch.GetElapsedTime(since));
        }
        catch (IOException) when (files.Traffic is null && files.Labels is null)
        {
            // Whoever reads our standard output has seen enough: engine simulate | head.
        }
        catch (IOException problem)
        {
            throw new UserError($"cannot go on writing {files.Traffic ?? files.Labels}: {problem.Message}; make room or choose another place", cause: problem);
        }
    }

    private static void Watched(IAnsiConsole screen, TrafficFiles files, Action<Action<double>> run)
    {
        // A bar between the lines of a log on the same terminal would be no help.
        if (!screen.Profile.Capabilities.Interactive || (files.Traffic is null && !Console.IsOutputRedirected))
        {
            run(_ => { });
            return;
        }

        screen.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask("Simulating", maxValue: 1);
            run(done => task.Value = done);
        });
    }

    private static void Summarise(IAnsiConsole screen, TrafficSimulation simulation, TrafficFiles files, long bytes, TimeSpan took)
    {
        var all = simulation.Labels().ToList();
        var attackCount = all.Count(label => label.IsAttack);
        var benignCount = all.Count(label => label.Label == LabelKind.Benign);
        screen.WriteLine(FormattableString.Invariant(
            $"{simulation.Calls:N0} calls, {bytes / 1e6:N1} MB in {took.TotalSeconds:N1} s; {attackCount} attackers, {benignCount:N0} benign actors."));
        if (files.Traffic is not null)
            screen.WriteLine($"traffic: {files.Traffic}");
        if (files.Labels is not null)
            screen.WriteLine($"labels:  {files.Labels}");
    }

    private static IReadOnlyList<string> Chosen(string attacks)
    {
        if (attacks == "all")
            return Defaults.Attacks;
        if (attacks == "none")
            return [];
        var chosen = attacks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = chosen.Except(Defaults.Attacks).ToList();
        if (chosen.Length == 0 || unknown.Count > 0)
            throw new UserError($"--attacks: unknown '{string.Join(", ", unknown)}'; choose all, none, or some of {string.Join(", ", Defaults.Attacks)}", isUsage: true);
        return chosen;
    }

    private static SimulationOptions Checked(SimulationOptions options)
    {
        var problems = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
            throw new UserError($"{string.Join("; ", problems.Select(problem => problem.ErrorMessage))} (engine simulate --help)", isUsage: true);
        return options;
    }
}
