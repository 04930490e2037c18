using Engine.App.Terminal;
using Spectre.Console;

namespace Engine.App.Store;

/// <summary>Prints a timeline: first why, then what happened. Nothing of what an attacker wrote is interpreted.</summary>
internal static class TimelinePrint
{
    public static void Write(
        IAnsiConsole console, (IReadOnlyDictionary<string, string?> Verdict, int Others)? found, string actor, IReadOnlyList<TimelineLine> lines, int most)
    {
        if (found is { } verdict)
            Head(console, verdict.Verdict, verdict.Others);
        else
            console.MarkupLine($"{Printable.InMarkup(actor)} has no verdict; its latest calls and signals:");
        var table = new Table().Border(TableBorder.Simple).AddColumns("time (UTC)", "", "×", "what", "status", "detail");
        DateTimeOffset? day = null;
        foreach (var line in TimelineLine.Shorten(lines, most))
        {
            if (line is null)
            {
                table.AddRow("", "", "", $"[grey]… {lines.Count - most} more lines, see --limit[/]", "", "");
                continue;
            }

            var date = new DateTimeOffset(line.First.Time.UtcDateTime.Date, TimeSpan.Zero);
            table.AddRow(
                Time(line.First.Time, day != date), Kind(line.First.Kind), line.Count > 1 ? $"{line.Count}" : "", Printable.InMarkup(line.What),
                line.First.Kind == "call" ? Colours.Status(line.First.Status) : "", Printable.InMarkup(line.Detail));
            day = date;
        }

        console.Write(table);
    }

    private static void Head(IAnsiConsole console, IReadOnlyDictionary<string, string?> verdict, int others)
    {
        var first = Moments.Parse(verdict["first_event"]);
        var last = Moments.Parse(verdict["last_event"]);
        var grid = new Grid().AddColumns(2);
        grid.AddRow("[bold]verdict[/]", $"{Printable.InMarkup(verdict["id"])}  {Colours.Action(verdict["action"])}, score {Printable.InMarkup(verdict["score"])}, "
            + $"{Printable.InMarkup(verdict["severity"])}, {Printable.InMarkup(verdict["categories"])}");
        grid.AddRow("[bold]actor[/]", $"{Printable.InMarkup(verdict["actor_kind"])} {Printable.InMarkup(verdict["actor"])}"
            + (others > 0 ? $" [grey]({others} earlier verdict{(others == 1 ? "" : "s")}: engine verdicts --actor …)[/]" : ""));
        grid.AddRow("[bold]when[/]", $"{Moments.Short(verdict["first_event"])} to {Moments.Short(verdict["last_event"])} UTC "
            + $"({Moments.Span(last - first)}, {Printable.InMarkup(verdict["calls"])} calls), holds until {Moments.Short(verdict["expires"])}");
        grid.AddRow("[bold]why[/]", Printable.InMarkup(verdict["explanation"]));
        grid.AddRow("[bold]unless[/]", Printable.InMarkup(verdict["counterfactual"]));
        console.Write(grid);
    }

    private static string Time(DateTimeOffset time, bool withDate) =>
        time.ToString(withDate ? "yyyy-MM-dd HH:mm:ss.fff" : "HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    private static string Kind(string kind) => kind switch
    {
        "signal" => "[yellow]signal[/]",
        "decision" => "[bold red]decision[/]",
        "enforcement" => "[magenta]enforcement[/]",
        "gap" => "[grey]…[/]",
        _ => "",
    };
}
