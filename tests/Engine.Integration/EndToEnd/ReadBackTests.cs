using System.Diagnostics;
using System.Globalization;
using Engine.Integration.Kafka;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// A live engine whose checkpoints are all lost reads back what it read before, tells nothing twice, and then judges as one that lost nothing:
/// trudy's walk begins before and is found behind.
/// </summary>
public sealed class ReadBackTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private static readonly string s_before = LogLines.Visits(300) + LogLines.Walk("trudy", 0, 15) + LogLines.Walk("mallory", 0, 60);
    private static readonly string s_behind = LogLines.Walk("trudy", 15, 60) + LogLines.Walk("eve", 0, 60, LogLines.Start.AddSeconds(90));

    private readonly string _place = Directory.CreateTempSubdirectory("engine-readback-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task A_followed_file_is_read_back_after_a_kill_that_left_no_checkpoint_readable()
    {
        await File.WriteAllTextAsync(PathOf("whole.log"), s_before + s_behind);
        await File.WriteAllTextAsync(PathOf("access.log"), s_before);
        string[] follow = ["run", "access.log", "--follow", "--store", "store", "--verdicts", "v.jsonl", "--set", "checkpoints.every=100ms"];
        await using (var killed = EngineProcess.Start(_place, follow))
        {
            await killed.UntilBlockedAsync(PathOf("v.jsonl"), "mallory");
            // Several may lie within the walk: the last one lies behind it, and nothing comes that would make one more.
            var (last, since) = ("", Stopwatch.GetTimestamp());
            await killed.UntilAsync(
                () =>
                {
                    if (Checkpoints("store").Max(StringComparer.Ordinal) is { } newest && newest != last)
                        (last, since) = (newest, Stopwatch.GetTimestamp());
                    return Task.FromResult(Checkpoints("store").Length > 1 && Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(3));
                },
                "a checkpoint behind the walk");
        }

        foreach (var checkpoint in Checkpoints("store"))
            await File.WriteAllTextAsync(checkpoint, "damaged");
        await File.AppendAllTextAsync(PathOf("access.log"), s_behind);
        await using (var next = EngineProcess.Start(_place, follow))
        {
            await next.UntilBlockedAsync(PathOf("v.jsonl"), "eve");
            var end = await next.StopAsync();
            end.HasCode(0);
            Assert.Matches("no checkpoint of run .* can be read: what it read from the start of the input is read back", end.Error);
            Assert.Contains("records are read back; going on behind them", end.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("user mallory", end.Error, StringComparison.Ordinal);
        }

        (await EngineProcess.RunAsync(_place, "run", "whole.log", "--store", "none", "--verdicts", "whole.jsonl")).HasCode(0);
        Assert.Equal(await File.ReadAllLinesAsync(PathOf("whole.jsonl")), await File.ReadAllLinesAsync(PathOf("v.jsonl")));
        var lines = KafkaRun.Records(s_before + s_behind).Length.ToString(CultureInfo.InvariantCulture);
        var stored = await EngineProcess.RunAsync(_place, "sql", "SELECT count(), uniqExact(seq), max(seq) + 1 FROM events FORMAT TSV", "--store", "store");
        Assert.Equal($"{lines}\t{lines}\t{lines}", stored.Output.Trim());
    }

    [KafkaFact]
    public async Task A_topic_is_read_back_up_to_what_the_group_has_read_where_nothing_is_left_on_the_disk()
    {
        var (topic, group) = (kafka.NewTopic(), KafkaUnderTest.NewName());
        using var records = new KafkaRecords(kafka);
        records.Write(topic, 0, KafkaRun.Records(s_before));
        await using (var first = Start("first", topic, group))
        {
            await first.UntilBlockedAsync(PathOf("first.jsonl"), "mallory");
            (await first.StopAsync()).HasCode(0);
        }

        records.Write(topic, 0, KafkaRun.Records(s_behind));
        await using (var elsewhere = Start("elsewhere", topic, group))
        {
            await elsewhere.UntilBlockedAsync(PathOf("elsewhere.jsonl"), "eve");
            var end = await elsewhere.StopAsync();
            end.HasCode(0);
            Assert.Contains($"no checkpoint is known, but group '{group}' has read here: 375 records are read back", end.Error, StringComparison.Ordinal);
            Assert.Contains("exact: false", end.Error, StringComparison.Ordinal);
        }

        await using var undisturbed = Start("undisturbed", topic, KafkaUnderTest.NewName());
        await undisturbed.UntilBlockedAsync(PathOf("undisturbed.jsonl"), "eve");
        (await undisturbed.StopAsync()).HasCode(0);
        Assert.Equal(
            await File.ReadAllTextAsync(PathOf("undisturbed.jsonl")),
            await File.ReadAllTextAsync(PathOf("first.jsonl")) + await File.ReadAllTextAsync(PathOf("elsewhere.jsonl")));
    }

    private EngineProcess Start(string name, string topic, string group) =>
        EngineProcess.Start(_place, [.. KafkaRun.Configure(_place, name, kafka, topic, group), "--store", "none"]);

    private string[] Checkpoints(string store) =>
        [.. Directory.GetFiles(PathOf(Path.Combine(store, "checkpoints")), "checkpoint-*").Where(file => !file.EndsWith(".unfinished", StringComparison.Ordinal))];

    private string PathOf(string name) => Path.Combine(_place, name);
}
