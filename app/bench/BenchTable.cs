using Spectre.Console;

namespace Engine.App.Bench;

/// <summary>Figures as a person reads them.</summary>
internal static class BenchTable
{
    public static void Print(IAnsiConsole console, IEnumerable<BenchLine> lines)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("what", "measured", "budget", "");
        foreach (var line in lines)
            table.AddRow(new Text(line.What), new Text(line.Value), new Text(line.Budget), new Markup(line.IsMet switch { true => "[green]met[/]", false => "[red]missed[/]", _ => "" }));
        console.Write(table);
    }
}
