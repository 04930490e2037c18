using System.CommandLine;
using Engine.App.Configuration;
using Engine.App.Configuration.Catalogue;
using Engine.App.Terminal;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine validate</c>: checks a configuration whole and touches nothing that it names.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the problems as one JSON document." };
        var example = new Option<bool>("--example") { Description = "Print a configuration with every key, its meaning and its default, and check nothing." };
        var command = new Command("validate", "Check a configuration: every problem with its line. Opens nothing that the configuration names.");
        var configuration = new ConfigurationArguments(command);
        command.Options.Add(json);
        command.Options.Add(example);
        command.SetAction(invocation =>
        {
            var screen = Screen.Of(invocation);
            if (invocation.GetValue(example))
            {
                screen.Output.Write(ExampleFile.Write(typeof(EngineOptions)));
                return ExitCode.Ok;
            }

            var loaded = configuration.Load(invocation);
            var file = configuration.FileOf(invocation) ?? "configuration";
            if (invocation.GetValue(json))
                screen.Output.WriteLine(Json.Of(new { file, valid = loaded.IsValid, problems = loaded.Problems }));
            else if (loaded.IsValid)
                Explain(screen, file, loaded.Options);
            else
                List(screen, file, loaded.Problems);
            return loaded.IsValid ? ExitCode.Ok : ExitCode.Usage;
        });
        return command;
    }

    private static void List(Screen screen, string file, IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (var problem in problems) screen.Output.WriteLine(Printable.Text(problem.ToString()));
        screen.Say($"error: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")} in {file}");
    }

    private static void Explain(Screen screen, string file, EngineOptions options)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("what") { NoWrap = true }).AddColumn("how");
        foreach (var (what, how) in ConfigurationSummary.Of(options)) table.AddRow(Printable.InMarkup(what), Printable.InMarkup(how));
        screen.Data.Write(table);
        screen.Say($"{file} is valid; nothing was opened");
    }
}
