using System.Globalization;
using System.Text.Json;
using Engine.Integration.Kafka;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// One traffic, three times: as a file, produced into the single partition of a topic, and in the store as a live run judged it that read the
/// topic.
/// </summary>
[CollectionDefinition(Name)]
public sealed class JudgedTraffic : IAsyncLifetime, IDisposable, ICollectionFixture<JudgedTraffic>
{
    /// <summary>Of the collection of tests that share it: none of them changes it.</summary>
    public const string Name = "judged traffic";

    private readonly KafkaUnderTest _kafka = new();

    internal string Place { get; } = Directory.CreateTempSubdirectory("engine-judged-").FullName;

    /// <summary>Id of the live run.</summary>
    internal string Live { get; private set; } = "";
    internal int Calls { get; private set; }

    /// <summary>What a replay of the file writes.</summary>
    internal byte[] Expected { get; private set; } = [];

    internal string PathOf(string name) => Path.Combine(Place, name);

    public async Task InitializeAsync()
    {
        (await EngineProcess.RunAsync(Place, "simulate", "--seed", "7", "--users", "300", "--out", "access.log")).HasCode(0);
        var lines = await File.ReadAllLinesAsync(PathOf("access.log"));
        Calls = lines.Length;
        var topic = _kafka.NewTopic();
        using (var records = new KafkaRecords(_kafka))
            records.Write(topic, 0, lines);
        await File.WriteAllTextAsync(PathOf("engine.yaml"), $"""
            sources:
              - name: gateway
                kind: kafka
                format: combined
                kafka:
                  bootstrap_servers: {_kafka.BootstrapServers}
                  topics: [{topic}]
                  group: {KafkaUnderTest.NewName()}

            """);
        await JudgeLiveAsync();
        await File.AppendAllTextAsync(PathOf("engine.yaml"), "  - {name: files, paths: [access.log], format: combined}\n");
        (await ReplayAsync("access.log", "--store", "none", "--verdicts", "expected.jsonl")).HasCode(0);
        Expected = await File.ReadAllBytesAsync(PathOf("expected.jsonl"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _kafka.Dispose();
        Directory.Delete(Place, recursive: true);
    }

    internal Task<EngineProcess.Ended> ReplayAsync(params IEnumerable<string> arguments) => EngineProcess.RunAsync(Place, ["replay", .. arguments]);

    /// <summary>The runs in the live run's store, the newest first.</summary>
    internal async Task<IReadOnlyList<JsonElement>> RunsAsync()
    {
        var runs = await EngineProcess.RunAsync(Place, "runs", "--json", "--store", "store", "--limit", "1000");
        runs.HasCode(0);
        return [.. runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    internal async Task<string> AskAsync(string sql)
    {
        var answer = await EngineProcess.RunAsync(Place, "sql", $"{sql} FORMAT TSV", "--store", "store");
        answer.HasCode(0);
        return answer.Output.Trim();
    }

    private async Task JudgeLiveAsync()
    {
        await using var engine = EngineProcess.Start(Place, "run", "-c", "engine.yaml", "--store", "store", "--verdicts", "live.jsonl");
        var all = Calls.ToString(CultureInfo.InvariantCulture);
        await engine.UntilAsync(async () => Directory.Exists(PathOf("store/clickhouse")) && await AskAsync("SELECT count() FROM events") == all, "the last call");
        (await engine.StopAsync()).HasCode(0);
        Live = (await RunsAsync())[0].GetProperty("id").GetString()!;
    }
}
