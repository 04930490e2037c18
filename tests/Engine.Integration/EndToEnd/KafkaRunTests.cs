using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Engine.Integration.ClickHouse;
using Engine.Integration.Kafka;

namespace Engine.Integration.EndToEnd;

/// <summary>A live engine between a topic and a store: what it makes of what nobody should write, and what it does when the store is slower than the topic.</summary>
public sealed class KafkaRunTests(KafkaUnderTest kafka, StoreFixture store) : IClassFixture<KafkaUnderTest>, IClassFixture<StoreFixture>, IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-kafka-").FullName;
    private readonly KafkaRecords _records = new(kafka);

    public void Dispose()
    {
        _records.Dispose();
        Directory.Delete(_place, recursive: true);
    }

    [KafkaFact]
    public async Task Poison_and_oversized_messages_are_dead_letters_and_hold_up_nothing()
    {
        var (topic, group) = (kafka.NewTopic(), KafkaUnderTest.NewName());
        _records.Write(topic, 0, KafkaRun.Records(LogLines.Walk("mallory", 0, 30)));
        _records.WriteBytes(topic, 0, [0xFF, 0x00, 0x16, 0x03], [], Encoding.ASCII.GetBytes(new string('x', 2_000_000)), null, "{\"a\":"u8.ToArray());
        _records.Write(topic, 0, KafkaRun.Records(LogLines.Walk("mallory", 30, 30)));

        await using (var engine = EngineProcess.Start(_place, [.. KafkaRun.Configure(_place, "run", kafka, topic, group), "--store", "store"]))
        {
            await engine.UntilBlockedAsync(PathOf("run.jsonl"), "mallory");
            await engine.UntilAsync(() => Task.FromResult(Committed(topic, group) == 65), "the group's offset at the end");
            var end = await engine.StopAsync();
            end.HasCode(0);
            Assert.Contains("60 calls", end.Error, StringComparison.Ordinal);
        }

        Assert.Equal("60\n", await AskAsync("SELECT uniqExact(event_id) FROM events"));
        Assert.Equal("30\n31\n32\n34\n", await AskAsync("SELECT source_offset FROM dead_letters ORDER BY source_offset"));
        Assert.Equal("the record is 2000000 bytes long, more than 1048576\n", await AskAsync("SELECT reason FROM dead_letters WHERE source_offset = 32"));
    }

    [KafkaFact]
    public async Task The_format_of_a_topic_is_told_by_its_records_and_kept_by_the_run()
    {
        static string Shipped(string line) => $"{{\"@timestamp\":1,\"message\":{JsonSerializer.Serialize(line)},\"host\":\"edge\"}}";
        var (topic, group) = (kafka.NewTopic(), KafkaUnderTest.NewName());
        _records.Write(topic, 0, KafkaRun.Records(LogLines.Walk("mallory", 0, 60)).Select(Shipped));
        string[] arguments = [.. KafkaRun.Configure(_place, "run", kafka, topic, group, "auto"), "--store", "none"];

        await using (var engine = EngineProcess.Start(_place, arguments))
        {
            await engine.UntilBlockedAsync(PathOf("run.jsonl"), "mallory");
            var end = await engine.StopAsync();
            end.HasCode(0);
            Assert.Contains("format 'json/combined' (60 of the first 60 records", end.Error, StringComparison.Ordinal);
            Assert.Contains("60 calls", end.Error, StringComparison.Ordinal);
        }

        _records.Write(topic, 0, KafkaRun.Records(LogLines.Walk("mallory", 60, 1)).Select(Shipped));
        await using (var engine = EngineProcess.Start(_place, arguments))
        {
            await engine.UntilAsync(() => Task.FromResult(Committed(topic, group) == 61), "the group's offset at the end");
            var end = await engine.StopAsync();
            Assert.Contains("format 'json/combined', as it was chosen when the run began", end.Error, StringComparison.Ordinal);
            Assert.Contains("61 calls", end.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>The topic offers everything at once; a store that takes nothing is slower than any factor.</summary>
    [KafkaFact]
    public async Task A_store_that_is_slower_than_the_topic_costs_no_memory_and_no_record()
    {
        const int Partitions = 8, Each = 50_000, MostMegabytes = 500;
        var (topic, group) = (kafka.NewTopic(Partitions), KafkaUnderTest.NewName());
        await using var gate = new StoreGate(store.Store);
        string[] arguments = [.. KafkaRun.Configure(_place, "run", kafka, topic, group), "--store", gate.Url, "--set", "store.spool=4MiB"];
        await using var engine = EngineProcess.StartBy(_place, ["env", $"ENGINE_DATA={PathOf("data")}"], arguments);
        await engine.UntilAsync(() => Task.FromResult(Directory.Exists(PathOf("data/spool"))), "the journal");
        gate.Close();
        for (var partition = 0; partition < Partitions; partition++)
            _records.Write(topic, partition, Enumerable.Range(0, Each).Select(call => Visit(call, partition)));

        await engine.UntilSaidAsync("the input waits until the store takes rows again");
        gate.Open();
        await engine.UntilAsync(async () => await CountAsync(topic) == Partitions * Each, "every call in the store");

        var most = PeakMegabytes(engine.Pid);
        (await engine.StopAsync()).HasCode(0);
        Assert.InRange(most, 1, MostMegabytes);
        Assert.Equal(Partitions * Each, await CountAsync(topic));
    }

    private static string Visit(int call, int partition) => LogLines.Line($"/v1/products/{call % 50}", LogLines.Start.AddMilliseconds(call * 20), address: $"198.51.{partition}.{call % 200}").TrimEnd('\n');

    private static int PeakMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private async Task<int> CountAsync(string topic) =>
        int.Parse(await store.TextAsync($"SELECT uniqExact(event_id) FROM events WHERE source = 'gateway/{topic}'"), CultureInfo.InvariantCulture);

    private long Committed(string topic, string group)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = group }).Build();
        return consumer.Committed([new TopicPartition(topic, 0)], TimeSpan.FromSeconds(10)).Single().Offset.Value;
    }

    private async Task<string> AskAsync(string query)
    {
        var found = await EngineProcess.RunAsync(_place, "sql", $"{query} FORMAT TSV", "--store", "store");
        found.HasCode(0);
        return found.Output;
    }

    private string PathOf(string name) => Path.Combine(_place, name);
}
