using System.Globalization;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Confluent.Kafka;
using Engine.App.Bench;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Stages;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Engine.Benchmarks.Sources;

/// <summary>
/// What reading from Kafka costs to the verdict, and through the source alone, beside a bare <c>Consume()</c> loop of the same client on the
/// same records in the same run. The broker is the client's own mock in this process, so the processor time of all three holds the broker's.
/// </summary>
internal sealed class KafkaConsumeRate : IDisposable
{
    // The mock keeps 5 MiB of a partition, and gives a topic that it makes itself four.
    private const int Partitions = 4;
    private const int Most = Partitions * 40_000;
    private const string Topic = "rate";

    /// <summary>How often it is looked whether everything is through.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly IProducer<Null, byte[]> _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig(
        new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" })
    {
        CompressionType = CompressionType.Lz4,
        QueueBufferingMaxMessages = Most,
    }).SetLogHandler((_, _) => { }).Build();

    private readonly string _servers;
    private readonly int _records;
    private int _group;

    private KafkaConsumeRate()
    {
        var lines = LogLines.Of(Combined.Name, Most);
        _records = lines.Count;
        for (var i = 0; i < lines.Count; i++)
            _producer.Produce(new TopicPartition(Topic, i % Partitions), new Message<Null, byte[]> { Value = lines[i].Bytes.ToArray() });
        _producer.Flush();
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        _servers = string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(10)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
    }

    public static async Task PrintAsync(IAnsiConsole console, int rounds = 3)
    {
        using var rate = new KafkaConsumeRate();
        var bare = await Measure.CheapestAsync(rounds, () => Task.FromResult(rate.Bare()));
        var source = await Measure.CheapestAsync(rounds, rate.SourceAsync);
        var verdicts = await Measure.CheapestAsync(rounds, rate.VerdictsAsync);
        BenchTable.Print(console,
        [
            Line("Kafka: bare Consume() loop, records per CPU second", bare),
            Line("Kafka: through the source", source),
            Line("Kafka: consume to verdict, whole process, no store", verdicts),
            new BenchLine("  share of the bare client's rate", (verdicts.PerSecond / bare.PerSecond).ToString("0.##", CultureInfo.InvariantCulture)),
        ]);
    }

    public void Dispose() => _producer.Dispose();

    private static BenchLine Line(string what, Measure measure) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"{measure.PerSecond:N0}/s  {measure.Nanoseconds:N0} ns  {measure.BytesEach:N0} B"));

    private long Bare()
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = _servers, GroupId = "bare", EnableAutoCommit = false, FetchQueueBackoffMs = 50 })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(Topic, partition, 0)));
        for (var i = 0; i < _records; i++)
            consumer.Consume();
        return _records;
    }

    private async Task<long> SourceAsync()
    {
        using var system = ActorSystem.Create("rate", StreamSettings.Quiet);
        var input = Open(FormatCatalog.Create(), new ReadProgress());
        var last = new TaskCompletionSource();
        var read = 0;
        _ = input.Batches.RunForeach(
            batch =>
            {
                read += batch.Records.Count;
                batch.Release();
                if (read >= _records)
                    last.TrySetResult();
            },
            system.Materializer());
        await last.Task;
        await system.Terminate();
        await input.CloseAsync();
        return read;
    }

    private async Task<long> VerdictsAsync()
    {
        var options = new EngineOptions();
        var run = new EngineRun(new RunPlan { Options = options with { Enrichment = options.Enrichment with { SecretKey = new byte[32] } }, Store = new StoreLocation.None() });
        using var through = new CancellationTokenSource();
        var running = run.RunAsync(_ => Open(run.Formats, run.Progress), NullLoggerFactory.Instance, through.Token);
        while (run.Counters.Delivered < _records && !running.IsCompleted)
            await Task.Delay(Look);
        await through.CancelAsync();
        return (await running).Counters.Calls;
    }

    private InputSource Open(FormatCatalog formats, ReadProgress progress) => KafkaSource.Open(
        new KafkaSource.Options
        {
            Name = "rate",
            Format = Combined.Name,
            Kafka = new KafkaOptions { BootstrapServers = _servers, Topics = [Topic], Group = string.Create(CultureInfo.InvariantCulture, $"group-{++_group}") },
        },
        formats, TimeProvider.System, progress);
}
