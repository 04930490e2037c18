using Engine.Schemas;

namespace Engine.App.Simulation.Formats;

/// <summary>Every format the simulation can write, by the name that the reader of the format has, too.</summary>
internal static class WriterCatalog
{
    public static IReadOnlyList<WriterInfo> All { get; } =
    [
        new("combined", "nginx and Apache combined log", "log", () => new CombinedWriter()),
        new("kong", "Kong log, one JSON object a line", "jsonl", () => new KongWriter()),
        new("json", "plain JSON access log; engine simulate --print-map shows the map that reads it", "jsonl", () => new JsonWriter()),
    ];

    /// <exception cref="UserError">There is no such format.</exception>
    public static WriterInfo Named(string name) => All.FirstOrDefault(writer => writer.Name == name)
        ?? throw new UserError($"unknown format '{name}'; choose one of {string.Join(", ", All.Select(writer => writer.Name))}", isUsage: true);
}
