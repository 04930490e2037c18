using System.Text.Json;
using Engine.Integration.EndToEnd;

namespace Engine.Integration.Kafka;

/// <summary><c>engine topics</c>, as a user calls it.</summary>
public sealed class TopicsCommandTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-topics-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [KafkaFact]
    public async Task What_is_missing_is_told_and_what_is_too_small_as_well()
    {
        var verdicts = kafka.NewTopic(partitions: 2);

        var end = await TopicsAsync(verdicts, KafkaUnderTest.NewName(), "--json");

        end.HasCode(1);
        var topics = JsonDocument.Parse(end.Output).RootElement.GetProperty("topics");
        Assert.Equal("has 2 partitions, should have 4 or more", topics[0].GetProperty("problems")[0].GetString());
        Assert.Equal("is missing: engine topics --create makes it", Assert.Single(topics[1].GetProperty("problems").EnumerateArray()).GetString());
        Assert.Equal((true, false), (topics[0].GetProperty("exists").GetBoolean(), topics[1].GetProperty("exists").GetBoolean()));
    }

    /// <remarks>The mock says nothing of settings, and what cannot be seen is not held against a topic.</remarks>
    [KafkaFact(KafkaKind.Mock, "a topic made without settings keeps records for too short a time")]
    public async Task Good_topics_are_a_table_and_exit_code_0()
    {
        var end = await TopicsAsync(kafka.NewTopic(partitions: 4), kafka.NewTopic(partitions: 4), "--check");

        end.HasCode(0);
        Assert.Equal(2, end.Output.Split("good").Length - 1);
    }

    [KafkaFact(KafkaKind.Real, "it creates no topic on request")]
    public async Task Create_makes_what_is_missing_as_it_should_be()
    {
        var (verdicts, letters) = (KafkaUnderTest.NewName(), KafkaUnderTest.NewName());

        (await TopicsAsync(verdicts, letters, "--create")).HasCode(0);

        (await TopicsAsync(verdicts, letters, "--check")).HasCode(0);
        kafka.Delete(verdicts);
        kafka.Delete(letters);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_one_line()
    {
        var end = await EngineProcess.RunAsync(_place, "topics", "--set", "kafka.bootstrap_servers=127.0.0.1:1", "--set", "kafka.connect_timeout=1s");

        end.HasCode(1);
        Assert.Matches("^error: Kafka at 127\\.0\\.0\\.1:1 gave no answer within 1 s \\(.*\\); check that the broker is up.*\n$", end.Error);
    }

    [Fact]
    public async Task Without_a_cluster_in_the_configuration_it_says_which_key_names_one()
    {
        var end = await EngineProcess.RunAsync(_place, "topics");

        end.HasCode(2);
        Assert.Equal("error: the configuration names no Kafka; set kafka.bootstrap_servers, or a source of kind kafka\n", end.Error);
    }

    private Task<EngineProcess.Ended> TopicsAsync(string verdicts, string letters, string option) => EngineProcess.RunAsync(
        _place, "topics", option, "--set", $"kafka.bootstrap_servers={kafka.BootstrapServers}", "--set", $"kafka.verdict_topic={verdicts}",
        "--set", $"kafka.dead_letter_topic={letters}", "--set", "kafka.connect_timeout=3s");
}
