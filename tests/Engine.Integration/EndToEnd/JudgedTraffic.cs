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
        await ConfigureAsync("engine.yaml", lines, partitions: 1);
        Live = await JudgeLiveAsync("engine.yaml", "store", "live.jsonl");
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

    /// <summary>Produces lines into a new topic, in turn into each partition, and names it as source 'gateway' of a configuration.</summary>
    internal async Task ConfigureAsync(string configuration, IReadOnlyList<string> lines, int partitions)
    {
        var topic = _kafka.NewTopic(partitions);
        using (var records = new KafkaRecords(_kafka))
        {
            for (var partition = 0; partition < partitions; partition++)
                records.Write(topic, partition, lines.Where((_, line) => line % partitions == partition));
        }

        await File.WriteAllTextAsync(PathOf(configuration), $"""
            sources:
              - name: gateway
                kind: kafka
                format: combined
                kafka:
                  bootstrap_servers: {_kafka.BootstrapServers}
                  topics: [{topic}]
                  group: {KafkaUnderTest.NewName()}

            """);
    }

    /// <summary>A live run of a configuration, stopped when all calls are stored.</summary>
    /// <returns>Its id.</returns>
    internal async Task<string> JudgeLiveAsync(string configuration, string store, string verdicts)
    {
        var all = Calls.ToString(CultureInfo.InvariantCulture);
        await using var engine = EngineProcess.Start(
            Place, "run", "-c", configuration, "--store", store, "--verdicts", verdicts);
        await engine.UntilAsync(async () => Directory.Exists(PathOf($"{store}/clickhouse")) && await AskAsync("SELECT count() FROM events", store) == all, "the last call");
        (await engine.StopAsync()).HasCode(0);
        return (await RunsAsync(store))[0].GetProperty("id").GetString()!;
    }

    /// <summary>The runs in a store, the newest first.</summary>
    internal async Task<IReadOnlyList<JsonElement>> RunsAsync(string store = "store")
    {
        var runs = await EngineProcess.RunAsync(Place, "runs", "--json", "--store", store, "--limit", "1000");
        runs.HasCode(0);
        return [.. runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    internal async Task<string> AskAsync(string sql, string store = "store")
    {
        var answer = await EngineProcess.RunAsync(Place, "sql", $"{sql} FORMAT TSV", "--store", store);
        answer.HasCode(0);
        return answer.Output.Trim();
    }
}
