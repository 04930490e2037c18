using Engine.App.Terminal;

namespace Engine.App.Store;

/// <summary>Colours of the terminal for what matters most.</summary>
internal static class Colours
{
    public static string Action(string? action) => action switch
    {
        "block" => "[bold red]block[/]",
        "throttle" => "[bold orange3]throttle[/]",
        "challenge" => "[bold yellow]challenge[/]",
        _ => $"[grey]{Printable.InMarkup(action)}[/]",
    };

    public static string Status(string? status) => status switch
    {
        null => "[grey]–[/]",
        ['2', ..] => $"[green]{Printable.InMarkup(status)}[/]",
        ['3', ..] => $"[blue]{Printable.InMarkup(status)}[/]",
        ['4', ..] => $"[yellow]{Printable.InMarkup(status)}[/]",
        _ => $"[red]{Printable.InMarkup(status)}[/]",
    };
}
