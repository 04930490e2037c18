using System.CommandLine;
using Spectre.Console;

namespace Engine.App.Terminal;

/// <summary>
/// Where a command writes: data to standard output, so that it can be piped; progress and messages to standard error. Colour only on a
/// terminal, and never when NO_COLOR is set (no-color.org).
/// </summary>
internal sealed class Screen
{
    /// <summary>Columns of a table that is written to a file or pipe: nothing is cut to a width that nobody sees.</summary>
    private const int RedirectedWidth = 200;

    private Screen(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
        Data = Console(output, ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected);
        Messages = Console(error, ReferenceEquals(error, System.Console.Error) && !System.Console.IsErrorRedirected);
    }

    /// <summary>Standard output as it is: JSON lines, raw bytes of a query.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error as it is.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output for tables; texts of others through <see cref="Printable.InMarkup"/>.</summary>
    public IAnsiConsole Data { get; }

    /// <summary>Standard error for progress.</summary>
    public IAnsiConsole Messages { get; }

    public static Screen Of(ParseResult invocation) => new(invocation.InvocationConfiguration.Output, invocation.InvocationConfiguration.Error);

    /// <summary>One message on standard error.</summary>
    public void Say(string message) => Error.WriteLine(Printable.Text(message));

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var hasColor = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal) console.Profile.Width = RedirectedWidth;
        return console;
    }
}
