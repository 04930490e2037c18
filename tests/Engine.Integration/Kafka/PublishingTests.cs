using Engine.Integration.EndToEnd;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Integration.Kafka;

/// <summary>The whole engine beside a cluster: what a live run publishes, and that a replay does not.</summary>
public sealed class PublishingTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-publish-").FullName;
    private readonly string _verdicts = kafka.NewTopic(partitions: 4);
    private readonly string _letters = kafka.NewTopic(partitions: 4);

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [KafkaFact]
    public async Task A_live_run_publishes_its_verdicts_and_what_it_refused()
    {
        var end = await EngineAsync("run");

        end.HasCode(0);
        Assert.Contains($"publishing to {_verdicts} and {_letters} at Kafka {kafka.BootstrapServers}", end.Error, StringComparison.Ordinal);
        var published = TopicReading.ReadAll(kafka.BootstrapServers, _verdicts);
        Assert.All(published, record => Assert.Equal("user:mallory", record.Message.Key));
        Assert.Equal(File.ReadLines(Path.Combine(_place, "v.jsonl")).Count(), published.Count);
        var refused = Assert.Single(TopicReading.ReadAll(kafka.BootstrapServers, _letters));
        Assert.Equal("no log line", TopicReading.Decode(refused.Message.Value, TopicSchema.DeadLetter)["sample"]);
    }

    [KafkaFact]
    public async Task A_replay_publishes_nothing()
    {
        (await EngineAsync("replay")).HasCode(0);

        Assert.NotEmpty(File.ReadLines(Path.Combine(_place, "v.jsonl")));
        Assert.Empty(TopicReading.ReadAll(kafka.BootstrapServers, _verdicts));
        Assert.Empty(TopicReading.ReadAll(kafka.BootstrapServers, _letters));
    }

    private async Task<EngineProcess.Ended> EngineAsync(string command)
    {
        await File.WriteAllTextAsync(Path.Combine(_place, "access.log"), LogLines.Visits(100) + LogLines.Walk("mallory", from: 0, steps: 60) + "no log line\n");
        return await EngineProcess.RunAsync(
            _place, command, "access.log", "--store", "none", "--verdicts", "v.jsonl", "--set", $"kafka.bootstrap_servers={kafka.BootstrapServers}",
            "--set", $"kafka.verdict_topic={_verdicts}", "--set", $"kafka.dead_letter_topic={_letters}");
    }
}
