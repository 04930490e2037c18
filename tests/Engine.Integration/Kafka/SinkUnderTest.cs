using Confluent.Kafka;
using Engine.Integration.ClickHouse;
using Engine.Schemas;
using Engine.Sinks.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>A sink with topics of its own, and what arrived in them.</summary>
internal sealed class SinkUnderTest : IAsyncDisposable
{
    public const int Partitions = 6;

    private SinkUnderTest(KafkaSinkOptions options, KafkaSink sink, MessageList<KafkaSink> messages) => (Options, Sink, Messages) = (options, sink, messages);

    public KafkaSinkOptions Options { get; }
    public KafkaSink Sink { get; }
    public MessageList<KafkaSink> Messages { get; }

    public IReadOnlyList<ConsumeResult<string, byte[]>> Verdicts => TopicReading.ReadAll(Options.BootstrapServers, Options.VerdictTopic);
    public IReadOnlyList<ConsumeResult<string, byte[]>> Letters => TopicReading.ReadAll(Options.BootstrapServers, Options.DeadLetterTopic);

    public static KafkaSinkOptions OptionsFor(KafkaUnderTest kafka) => new()
    {
        BootstrapServers = kafka.BootstrapServers,
        VerdictTopic = kafka.NewTopic(Partitions),
        DeadLetterTopic = kafka.NewTopic(Partitions),
    };

    public static async Task<SinkUnderTest> StartAsync(KafkaUnderTest kafka, Func<KafkaSinkOptions, KafkaSinkOptions>? change = null)
    {
        var options = OptionsFor(kafka);
        options = change?.Invoke(options) ?? options;
        var messages = new MessageList<KafkaSink>();
        return new SinkUnderTest(options, await KafkaSink.StartAsync(options, messages), messages);
    }

    public async Task WriteAsync(params IReadOnlyList<Verdict> verdicts) => await Sink.WriteAsync(Sample.Batch([], verdicts: verdicts), CancellationToken.None);

    public async Task FlushAsync() => await Sink.FlushAsync(CancellationToken.None);

    public static Verdict Verdict(int user, int revision, int textLength = 0) => Sample.Verdict(new Actor(new ActorKey(ActorKind.User, $"u-{user}")), revision) with
    {
        Id = EventId.From(StableHash.Of128($"{user}")),
        Explanation = new string('x', textLength),
    };

    public ValueTask DisposeAsync() => Sink.DisposeAsync();
}
