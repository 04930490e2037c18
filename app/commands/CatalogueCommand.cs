using System.CommandLine;
using Engine.App.Configuration.Catalogue;
using Engine.App.Terminal;

namespace Engine.App.Commands;

/// <summary>Prints a catalogue: each entry with its facts, and its options with their defaults.</summary>
internal static class CatalogueCommand
{
    /// <param name="name">Name of the command.</param>
    /// <param name="description">One line for the help.</param>
    /// <param name="entries">The catalogue, in its own order; asked for when the command runs.</param>
    public static Command Create(string name, string description, Func<IEnumerable<CatalogueEntry>> entries)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON line an entry." };
        var command = new Command(name, description) { json };
        command.SetAction(invocation =>
        {
            var screen = Screen.Of(invocation);
            foreach (var entry in entries())
            {
                if (invocation.GetValue(json))
                    screen.Output.WriteLine(Json.Of(Describe(entry)));
                else
                    Print(screen, entry);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Screen screen, CatalogueEntry entry)
    {
        var keys = KeysOf(entry).ToList();
        var width = entry.Facts.Select(fact => fact.Key.Length).Concat(keys.Select(key => key.Key.Length)).DefaultIfEmpty().Max();
        var lines = entry.Facts.Where(fact => fact.Value.Length > 0).Select(fact => $"  {fact.Key.PadRight(width)}  {fact.Value}")
            .Concat(keys.Select(key => $"  {key.Key.PadRight(width)}  {Describe(key)}"));
        foreach (var line in lines.Prepend($"{entry.Id}  {entry.Title}")) screen.Output.WriteLine(Printable.Text(line));
        screen.Output.WriteLine();
    }

    private static string Describe(OptionKey key) =>
        $"{key.Default ?? "-"}  ({string.Join("; ", new[] { key.Type, key.Range }.OfType<string>())}) {key.Summary}";

    private static IEnumerable<OptionKey> KeysOf(CatalogueEntry entry) => entry.Options is null
        ? []
        : OptionCatalogue.Of(entry.Options, entry.Section).SelectMany(key => key.All()).Where(key => key.Children.Count == 0);

    private static object Describe(CatalogueEntry entry) => new
    {
        entry.Id,
        entry.Title,
        facts = entry.Facts.ToDictionary(fact => fact.Key, fact => fact.Value),
        options = KeysOf(entry).Select(key => new { key = key.Name, key.Type, key.Default, key.Range, key.Summary }),
    };
}
