using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.App.Simulation;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Formats;
using Engine.Schemas;
using Spectre.Console;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Engine.App.Commands;

/// <summary><c>engine simulate</c>: labelled synthetic traffic, the same bytes for the same options on every machine.</summary>
internal static class SimulateCommand
{
    private static readonly SimulationOptions Defaults = new();

    public static Command Create()
    {
        var seed = new Option<int>("--seed")
        {
            Description = "Chooses the world: the same seed, the same bytes",
            DefaultValueFactory = _ => Defaults.Seed,
        };
        var format = new Option<string>("--format")
        {
            Description = string.Join(", ", WriterCatalog.All.Select(known => known.Name)),
            DefaultValueFactory = _ => "combined",
        };
        var place = new Option<string?>("--out")
        {
            Description = "File (.gz and .zst compress) or directory; default: standard output",
            HelpName = "FILE|DIR",
        };
        var labels = new Option<string?>("--labels")
        {
            Description = "Label file; default: beside --out",
            HelpName = "FILE",
        };
        var users = new Option<int>("--users")
        {
            Description = "Customers; in 30 hours 3,000 make 0.3 M calls, 100,000 make 5.8 M",
            DefaultValueFactory = _ => Defaults.Users,
        };
        var hours = new Option<int>("--hours")
        {
            Description = "Simulated hours",
            DefaultValueFactory = _ => Defaults.Hours,
        };
        var start = new Option<string>("--start")
        {
            Description = "First moment, ISO 8601, UTC unless it says otherwise",
            DefaultValueFactory = _ => "2026-03-02T00:00:00Z",
        };
        var attacks = new Option<string>("--attacks")
        {
            Description = $"all, none, or some of {string.Join(",", AttackCatalog.All.Select(shape => shape.Name))}",
            DefaultValueFactory = _ => "all",
        };
        var rate = new Option<int>("--rate")
        {
            Description = "Lines a second, to feed a live engine; default 0: as fast as it goes",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace existing files",
        };
        var map = new Option<bool>("--print-map")
        {
            Description = "Only print the configuration that reads what is written: --format json, nginx, apache and haproxy need it",
        };
        var command = new Command("simulate", "Labelled synthetic traffic: a shop, its customers, its bots and its attackers")
        {
            seed, format, place, labels, users, hours, start, attacks, rate, force, map,
        };
        command.SetAction(async (arguments, stop) =>
        {
            if (arguments.GetValue(map))
            {
                Console.Out.Write(ReadingMap.Text);
                return 0;
            }

            var options = Checked(new SimulationOptions
            {
                Seed = arguments.GetValue(seed),
                Users = arguments.GetValue(users),
                Hours = arguments.GetValue(hours),
                Start = Moment(arguments.GetValue(start)!),
                LinesPerSecond = arguments.GetValue(rate),
                Attacks = Chosen(arguments.GetValue(attacks)!),
            });
            var writer = WriterCatalog.Named(arguments.GetValue(format)!);
            var files = TrafficFiles.For(arguments.GetValue(place), arguments.GetValue(labels), writer);
            files.Check(mayReplace: arguments.GetValue(force));
            var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

            // On a thread of its own, so that Ctrl-C finds somebody to tell and the last line and the labels are still written.
            await Task.Run(() => SimulationRun.Write(options, writer, files, screen, stop), CancellationToken.None);
            return 0;
        });
        return command;
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
        {
            throw new UserError(
                $"--attacks: unknown '{string.Join(", ", unknown)}'; choose all, none, or some of {string.Join(", ", Defaults.Attacks)}",
                isUsage: true);
        }

        return chosen;
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new UserError($"--start: '{text}' is no time; write it like 2026-03-02T00:00:00Z", isUsage: true);

    private static SimulationOptions Checked(SimulationOptions options)
    {
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? options
            : throw new UserError(
                $"{string.Join("; ", problems.Select(problem => problem.ErrorMessage))}; see engine simulate --help", isUsage: true);
    }
}
