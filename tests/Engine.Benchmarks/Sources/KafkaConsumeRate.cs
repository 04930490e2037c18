using System.Diagnostics;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Confluent.Kafka;
using Engine.App.Stages;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Benchmarks.Sources;

/// <summary>
/// What reading from Kafka costs through the source, beside a bare <c>Consume()</c> loop of the same client on the same records in the same
/// run. The broker is the client's own mock in this process, so the CPU of both holds the broker's.
/// </summary>
internal sealed class KafkaConsumeRate : IDisposable
{
    // The mock keeps 5 MiB of a partition, and gives a topic that it makes itself four.
    private const int Partitions = 4;
    private const int Records = Partitions * 40_000;
    private const string Topic = "rate";

    private readonly IProducer<Null, byte[]> _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig(
        new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" })
    {
        CompressionType = CompressionType.Lz4,
        QueueBufferingMaxMessages = Records,
    }).SetLogHandler((_, _) => { }).Build();

    public static async Task PrintAsync(TextWriter output, int rounds = 5)
    {
        using var rate = new KafkaConsumeRate();
        var servers = rate.Produce();
        for (var round = 0; round < rounds; round++)
        {
            output.WriteLine(Line("Consume() loop ", Bare(servers)));
            output.WriteLine(Line("through the source", await SourceAsync(servers, round)));
        }
    }

    public void Dispose() => _producer.Dispose();

    private static string Line(string what, (TimeSpan Wall, TimeSpan Cpu, long Bytes) cost) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-20} {Records / cost.Wall.TotalSeconds,10:N0} records/s  {cost.Cpu.TotalMicroseconds / Records,6:0.00} us CPU  {cost.Bytes / Records,5} B allocated");

    private string Produce()
    {
        for (var i = 0; i < Records; i++)
        {
            var line = $"192.0.2.{i % 250} - - [01/Mar/2026:12:00:{i % 60:00} +0000] \"GET /v1/orders/{i} HTTP/1.1\" 200 512 \"-\" \"okhttp/4.12\"";
            _producer.Produce(new TopicPartition(Topic, i % Partitions), new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(line.PadRight(450)) });
        }

        _producer.Flush();
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        return string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(10)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
    }

    private static (TimeSpan Wall, TimeSpan Cpu, long Bytes) Bare(string servers)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = servers, GroupId = "bare", EnableAutoCommit = false, FetchQueueBackoffMs = 50 })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(Topic, partition, 0)));
        consumer.Consume();
        return Measure(() =>
        {
            for (var i = 1; i < Records; i++)
                consumer.Consume();
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu, long Bytes)> SourceAsync(string servers, int round)
    {
        using var system = ActorSystem.Create("rate", StreamSettings.Quiet);
        var input = KafkaSource.Open(
            new KafkaSource.Options { Name = "rate", Format = "combined", Kafka = new KafkaOptions { BootstrapServers = servers, Topics = [Topic], Group = $"source-{round}" } },
            FormatCatalog.Create(), TimeProvider.System, new ReadProgress());
        var first = new TaskCompletionSource();
        var last = new TaskCompletionSource();
        var read = 0;
        _ = input.Batches.RunForeach(
            batch =>
            {
                first.TrySetResult();
                read += batch.Records.Count;
                batch.Release();
                if (read >= Records)
                    last.TrySetResult();
            },
            system.Materializer());
        await first.Task;
        var cost = await Measure(() => last.Task);
        await system.Terminate();
        await input.CloseAsync();
        return cost;
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu, long Bytes)> Measure(Func<Task> work)
    {
        var (since, cpu, bytes) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        await work();
        return (Stopwatch.GetElapsedTime(since), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes() - bytes);
    }
}
