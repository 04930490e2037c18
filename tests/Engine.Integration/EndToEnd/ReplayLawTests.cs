using System.Text.Json;

namespace Engine.Integration.EndToEnd;

/// <summary>The same traffic has the same verdicts, wherever it is read.</summary>
[Collection(JudgedTraffic.Name)]
public sealed class ReplayLawTests(JudgedTraffic traffic)
{
    [Fact]
    public void Every_detector_speaks_in_the_traffic_of_the_law()
    {
        var spoken = File.ReadLines(traffic.PathOf("expected.jsonl")).SelectMany(line => JsonDocument.Parse(line).RootElement.GetProperty("signals").EnumerateArray())
            .Select(signal => signal.GetProperty("detector").GetString()!).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Detection.DetectorCatalog.All.Select(detector => detector.Info.Id).Order(StringComparer.Ordinal), spoken);
    }

    [Fact]
    public async Task Endpoints_become_others_in_the_middle_of_the_traffic_of_the_law() =>
        Assert.NotEqual("0", await traffic.AskAsync("SELECT count() FROM control_entries WHERE kind = 'endpoints' AND seq > 0"));

    /// <summary>Live, lines leave in the order of the calls.</summary>
    [Fact]
    public async Task Live_from_Kafka_decides_as_a_replay_of_the_file_that_was_produced() => Assert.Equal(
        (await File.ReadAllLinesAsync(traffic.PathOf("expected.jsonl"))).Order(StringComparer.Ordinal),
        (await File.ReadAllLinesAsync(traffic.PathOf("live.jsonl"))).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_replay_of_the_topic_writes_the_same_bytes_and_leaves_the_live_evidence_alone()
    {
        var end = await traffic.ReplayAsync("--source", "gateway", "-c", "engine.yaml", "--store", "store", "--verdicts", "topic.jsonl", "--compare", traffic.Live);

        end.HasCode(0);
        Assert.Equal(traffic.Expected, await File.ReadAllBytesAsync(traffic.PathOf("topic.jsonl")));
        Assert.Contains($"as live run {traffic.Live} judged them: they stay", end.Error, StringComparison.Ordinal);
        Assert.Contains("0 new, 0 gone, 0 changed", end.Error, StringComparison.Ordinal);
        Assert.Equal($"{traffic.Live}\t{traffic.Calls}", await traffic.AskAsync("SELECT run, count() FROM events GROUP BY run"));
        var runs = await traffic.RunsAsync();
        var (live, replay) = (runs.Single(run => Text(run, "id") == traffic.Live), runs.First(run => Text(run, "input").StartsWith("gateway (Kafka", StringComparison.Ordinal)));
        foreach (var same in new[] { "input_digest", "options_digest", "from", "to" })
            Assert.Equal(Text(live, same), Text(replay, same));
    }

    [Theory]
    [InlineData("recorded", "1", "256")]
    [InlineData("recorded", "2", "33")]
    [InlineData("relearn", "5", "1000")]
    public async Task A_replay_from_the_store_writes_the_same_bytes(string baseline, string lanes, string batch)
    {
        var name = $"{baseline}-{batch}.jsonl";
        var end = await traffic.ReplayAsync(
            "--run", traffic.Live, "--store", "store", "--baseline", baseline, "--verdicts", name, "--set", $"engine.lanes={lanes}", "--set", $"engine.batch={batch}");

        end.HasCode(0);
        Assert.Contains("exact: true, partial: false, late: 0, refused: 0", end.Error, StringComparison.Ordinal);
        Assert.Equal(traffic.Expected, await File.ReadAllBytesAsync(traffic.PathOf(name)));
    }

    /// <summary>In which order several partitions come is chance, so nothing but the store knows it: there they are judged as they came.</summary>
    [Fact]
    public async Task What_came_from_several_partitions_is_judged_from_the_store_as_it_was_live()
    {
        await traffic.ConfigureAsync("spread.yaml", await File.ReadAllLinesAsync(traffic.PathOf("access.log")), partitions: 3);
        var live = await traffic.JudgeLiveAsync("spread.yaml", "spread", "spread-live.jsonl");

        (await traffic.ReplayAsync("--run", live, "--store", "spread", "--baseline", "recorded", "--verdicts", "spread.jsonl")).HasCode(0);

        var replayed = await File.ReadAllLinesAsync(traffic.PathOf("spread.jsonl"));
        Assert.Equal((await File.ReadAllLinesAsync(traffic.PathOf("spread-live.jsonl"))).Order(StringComparer.Ordinal), replayed.Order(StringComparer.Ordinal));
        Assert.Equal(replayed.Select(Place).Order(), replayed.Select(Place));

        static (DateTimeOffset, string, int) Place(string line) =>
            JsonDocument.Parse(line).RootElement is var verdict ? (verdict.GetProperty("time").GetDateTimeOffset(), Text(verdict, "id"), verdict.GetProperty("revision").GetInt32()) : default;
    }

    [Fact]
    public async Task Hindsight_is_the_same_from_every_source_and_knows_more()
    {
        (await traffic.ReplayAsync("--source", "files", "-c", "engine.yaml", "--store", "none", "--baseline", "hindsight", "--verdicts", "hindsight-file.jsonl")).HasCode(0);
        (await traffic.ReplayAsync("--source", "gateway", "-c", "engine.yaml", "--store", "none", "--baseline", "hindsight", "--verdicts", "hindsight-topic.jsonl")).HasCode(0);
        (await traffic.ReplayAsync("--run", traffic.Live, "--store", "store", "--baseline", "hindsight", "--verdicts", "hindsight-store.jsonl")).HasCode(0);

        var hindsight = await File.ReadAllBytesAsync(traffic.PathOf("hindsight-file.jsonl"));
        Assert.Equal(hindsight, await File.ReadAllBytesAsync(traffic.PathOf("hindsight-topic.jsonl")));
        Assert.Equal(hindsight, await File.ReadAllBytesAsync(traffic.PathOf("hindsight-store.jsonl")));
        Assert.NotEqual(traffic.Expected, hindsight);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
