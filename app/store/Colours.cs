namespace Engine.App.Store;

/// <summary>Colours of the terminal for what matters most.</summary>
internal static class Colours
{
    public static string Action(string? action) => action switch
    {
        "block" => "[bold red]block[/]",
        "throttle" => "[bold orange3]throttle[/]",
        "challenge" => "[bold yellow]challenge[/]",
        _ => $"[grey]{TerminalText.Cell(action)}[/]",
    };

    public static string Status(string? status) => status switch
    {
        null => "[grey]–[/]",
        ['2', ..] => $"[green]{TerminalText.Cell(status)}[/]",
        ['3', ..] => $"[blue]{TerminalText.Cell(status)}[/]",
        ['4', ..] => $"[yellow]{TerminalText.Cell(status)}[/]",
        _ => $"[red]{TerminalText.Cell(status)}[/]",
    };
}
