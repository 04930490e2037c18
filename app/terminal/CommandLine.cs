using System.Buffers;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Terminal;

/// <summary>
/// Runs a command line and turns every way it can end into an exit code. The one boundary at which any exception is caught: what a person
/// can mend becomes one line, and what nobody foresaw becomes one line too, with its stack trace only where ENGINE_DEBUG=1 asks for it.
/// </summary>
internal static class CommandLine
{
    public const string DebugVariable = "ENGINE_DEBUG";

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

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
        if (UnknownOption(parsed) is { } unknown) return Refuse(parsed, error, unknown);

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
            case SinkFailure:
                Print(error, $"stopped: {failure.Message}; mend that and start again: what is read twice is stored once", failure);
                return ExitCode.Failure;
            case OperationCanceledException when stop.IsCancellationRequested:
                return ExitCode.Interrupted;
            default:
                Print(error, $"{failure.GetType().Name}: {failure.Message} ({DebugVariable}=1 shows where)", failure);
                return ExitCode.Failure;
        }
    }

    /// <summary>Tasks and streams wrap what went wrong; the person wants the thing itself.</summary>
    private static Exception Cause(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Cause(only),
        SinkFailure { InnerException: UserError mendable } => mendable,
        _ => failure,
    };

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        var names = NamesOf(parsed.CommandResult.Command);
        var problems = parsed.Errors.Select(Describe).Distinct().ToList();
        foreach (var problem in problems)
        {
            // With a mistyped command, "a command is required" follows: it says nothing more.
            var unknown = parsed.UnmatchedTokens.FirstOrDefault(token => problem.Contains($"'{token}'", StringComparison.Ordinal));
            if (unknown is not null || parsed.UnmatchedTokens.Count == 0)
                Print(error, problem + (unknown is null ? "" : Nearest.Hint(unknown, names)));

            // What stands behind an unknown command belongs to it.
            if (unknown is not null) break;
        }

        return TryHelp(parsed, error);
    }

    private static int Refuse(ParseResult parsed, TextWriter error, string unknownOption)
    {
        var names = NamesOf(parsed.CommandResult.Command);
        Print(error, names.Contains(unknownOption)
            ? $"A value is missing before '{unknownOption}'"
            : $"Unrecognized option '{unknownOption}'{Nearest.Hint(unknownOption, names)}");
        return TryHelp(parsed, error);
    }

    private static int TryHelp(ParseResult parsed, TextWriter error)
    {
        error.WriteLine($"try: {NameOf(parsed.CommandResult)} --help");
        return ExitCode.Usage;
    }

    /// <summary>
    /// The first word that looks like an option and became an argument or another option's value: a file named so can be written ./--name,
    /// or behind "--". Without this, a misspelt option would be read as the name of a file.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            if (token.Type == TokenType.Argument && NameIn(token.Value) is { } name) return name;
        }

        return null;
    }

    private static string? NameIn(string text)
    {
        var name = text.Split('=', 2)[0];
        var word = name.AsSpan().TrimStart('-');
        return name.Length - word.Length is 1 or 2 && word.Length > 0 && char.IsAsciiLetter(word[0]) && !word.ContainsAnyExcept(WordCharacters) ? name : null;
    }

    private static List<string> NamesOf(Command command) =>
        [.. command.Subcommands.Select(known => known.Name), .. command.Options.Select(known => known.Name)];

    /// <summary>In the words of the configuration where a value is of the wrong kind: the parser would name a type of ours.</summary>
    private static string Describe(ParseError problem)
    {
        if (problem.SymbolResult is OptionResult { Tokens: [var token], Option: { } option } && (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is var type
            && ScalarText.CanRead(type) && ScalarText.Parse(token.Value, type, isByteSize: false) is { Refusal: { } refusal })
            return $"{option.Name}: {refusal}";
        return problem.Message.TrimEnd('.');
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
