using Spectre.Console;

namespace Engine.App.Store;

/// <summary>Where tables go.</summary>
internal static class StoreConsole
{
    // A pipe has no width: wide enough that nothing is broken up for a reader that is a program.
    private const int WidthOfPipe = 400;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Output()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfPipe;
        return console;
    }
}
