using System.CommandLine;
using Engine.App.Bench;
using Engine.App.Simulation.Formats;
using Engine.App.Terminal;

namespace Engine.App.Commands;

/// <summary><c>engine bench</c>: what this machine makes of the engine, each figure beside a yardstick of the same run.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var lines = new Option<int>("--lines") { Description = "Log lines for the whole-process measurements; 0 leaves them out.", DefaultValueFactory = _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "Repetitions; the fastest counts, because noise only ever adds.", DefaultValueFactory = _ => 5 };
        var actors = new Option<int>("--actors") { Description = "Actors held in memory by the state measurement; 0 leaves it out.", DefaultValueFactory = _ => 1_000_000 };
        var format = new Option<string?>("--format") { Description = "Measure only the parsing of what engine simulate writes in this format." };
        format.AcceptOnlyFromAmong([.. WriterCatalog.All.Select(writer => writer.Name)]);
        var json = new Option<bool>("--json") { Description = "Print one JSON line a figure." };
        var command = new Command("bench", "Measure speed and memory on this machine, against the budgets") { lines, rounds, actors, format, json };
        command.SetAction(async (line, stop) =>
        {
            var screen = Screen.Of(line);
            var report = new BenchReport(line.GetValue(lines), line.GetValue(rounds), screen.Messages);
            var directory = Directory.CreateTempSubdirectory("engine-bench-");
            try
            {
                if (line.GetValue(format) is { } name)
                {
                    report.Format(WriterCatalog.Named(name));
                }
                else
                {
                    report.Core();
                    report.Formats();
                    if (line.GetValue(lines) > 0)
                        await report.GraphAsync(directory.FullName, stop);
                    if (line.GetValue(actors) is > 0 and var count)
                        report.State(count, directory.FullName, screen.Error);
                }
            }
            finally
            {
                directory.Delete(recursive: true);
            }

            if (line.GetValue(json))
            {
                foreach (var figure in report.Lines)
                    screen.Output.WriteLine(Json.Of(figure));
            }
            else
            {
                BenchTable.Print(screen.Data, report.Lines);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
