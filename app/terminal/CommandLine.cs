using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Engine.App.Configuration;
using Engine.Schemas;

namespace Engine.App.Terminal;

/// <summary>
/// Runs a command line and turns every way it can end into an exit code. The one boundary at which any exception is caught: what a person
/// can mend becomes one line, and what nobody foresaw becomes one line too, with its stack trace only where ENGINE_DEBUG=1 asks for it.
/// </summary>
internal static class CommandLine
{
    public const string DebugVariable = "ENGINE_DEBUG";

    /// <param name="root">The commands.</param>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="stop">Asks the command to stop in order.</param>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        // No response files: "@name" is an argument like any other, never a file to read.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction) return Refuse(parsed, error);

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);
        }
        catch (Exception failure)
        {
            return Explain(Cause(failure), error, stop);
        }
    }

    private static int Explain(Exception failure, TextWriter error, CancellationToken stop)
    {
        switch (failure)
        {
            case ConfigurationError configuration:
                foreach (var problem in configuration.Problems) Print(error, problem.ToString());
                return ExitCode.Usage;
            case UserError mendable:
                Print(error, mendable.Message, mendable);
                return mendable.IsUsage ? ExitCode.Usage : ExitCode.Failure;
            case OperationCanceledException when stop.IsCancellationRequested:
                return ExitCode.Interrupted;
            default:
                Print(error, $"{failure.GetType().Name}: {failure.Message} ({DebugVariable}=1 shows where)", failure);
                return ExitCode.Failure;
        }
    }

    /// <summary>Tasks and streams wrap what went wrong; the person wants the thing itself.</summary>
    private static Exception Cause(Exception failure) => failure is AggregateException { InnerExceptions: [var only] } ? Cause(only) : failure;

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Select(known => known.Name).Concat(command.Options.Select(known => known.Name)).ToList();
        var problems = parsed.Errors.Select(problem => problem.Message.TrimEnd('.')).Distinct().ToList();
        foreach (var problem in problems)
        {
            // With a mistyped command, "a command is required" follows: it says nothing more.
            var unknown = parsed.UnmatchedTokens.FirstOrDefault(token => problem.Contains($"'{token}'", StringComparison.Ordinal));
            if (unknown is not null || parsed.UnmatchedTokens.Count == 0)
                Print(error, problem + (unknown is null ? "" : Nearest.Hint(unknown, names)));
        }

        error.WriteLine($"try: {NameOf(parsed.CommandResult)} --help");
        return ExitCode.Usage;
    }

    private static string NameOf(SymbolResult? command) => command is CommandResult { Command: not RootCommand } result
        ? $"{NameOf(result.Parent)} {result.Command.Name}"
        : "engine";

    private static void Print(TextWriter error, string message, Exception? failure = null)
    {
        error.WriteLine($"error: {Printable.Text(message)}");
        if (failure is null || Environment.GetEnvironmentVariable(DebugVariable) != "1") return;
        foreach (var line in failure.ToString().ReplaceLineEndings("\n").Split('\n')) error.WriteLine(Printable.Text(line));
    }
}
