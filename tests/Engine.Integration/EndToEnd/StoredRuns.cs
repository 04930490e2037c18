using System.Text.Json;

namespace Engine.Integration.EndToEnd;

/// <summary>A store with two live runs: of one morning, in which mallory walks, and of the next, in which trudy does.</summary>
public sealed class StoredRuns : IAsyncLifetime
{
    internal static readonly DateTimeOffset NextMorning = LogLines.Start.AddDays(1);

    internal string Place { get; } = Directory.CreateTempSubdirectory("engine-stored-").FullName;

    internal string First { get; private set; } = "";
    internal string Second { get; private set; } = "";

    /// <summary>Every command of the tests joins it, instead of starting a store of its own.</summary>
    private EngineProcess? _server;

    public async Task InitializeAsync()
    {
        _server = EngineProcess.Start(Place, "clickhouse", "--store", "store");
        await _server.UntilAsync(() => Task.FromResult(_server.Output.Contains("Ctrl-C ends it", StringComparison.Ordinal)), "the store");
        First = await JudgeAsync("monday.log", LogLines.Visits(500) + LogLines.Walk("mallory", from: 0, steps: 60, LogLines.Start.AddSeconds(500)));
        Second = await JudgeAsync("tuesday.log", LogLines.Walk("trudy", from: 0, steps: 60, NextMorning));
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(Place, recursive: true);
    }

    /// <summary>A live run of a file to its end.</summary>
    /// <returns>Its id.</returns>
    internal async Task<string> JudgeAsync(string name, string lines, params IEnumerable<string> arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(Place, name), lines);
        (await EngineProcess.RunAsync(Place, ["run", name, "--store", "store", "--fresh", .. arguments])).HasCode(0);
        return Text((await RunsAsync())[0], "id");
    }

    internal Task<EngineProcess.Ended> ReplayAsync(params IEnumerable<string> arguments) => EngineProcess.RunAsync(Place, ["replay", "--store", "store", .. arguments]);

    internal async Task<IReadOnlyList<JsonElement>> RunsAsync() => Lines(await EngineProcess.RunAsync(Place, "runs", "--json", "--store", "store"));

    internal async Task<string> AskAsync(string sql, params IEnumerable<string> arguments)
    {
        var answer = await EngineProcess.RunAsync(Place, ["sql", sql, "--store", "store", .. arguments]);
        answer.HasCode(0);
        return answer.Output.Trim();
    }

    internal static IReadOnlyList<JsonElement> Lines(EngineProcess.Ended ended) =>
        [.. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
