using Engine.Schemas;
using Engine.Sinks.Delivery;
using Engine.Sinks.Kafka.Avro;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Kafka;

/// <summary>
/// Publishes verdicts and refused records. Within a run each reaches its topic once, those of one key in their order; a run that begins
/// again publishes again what was not acknowledged, and header <c>verdict-id</c> with <c>revision</c> tells a repeat. A broker that is away is waited
/// for in bounded memory; after the delivery timeout the sink fails.
/// </summary>
public sealed class KafkaSink : ISink
{
    private readonly Publisher _publisher;
    private readonly RecordTopic<Verdict> _verdicts;
    private readonly RecordTopic<DeadLetter> _letters;

    private KafkaSink(Publisher publisher, RecordTopic<Verdict> verdicts, RecordTopic<DeadLetter> letters) =>
        (_publisher, _verdicts, _letters) = (publisher, verdicts, letters);

    public string Name => "kafka";

    /// <summary>Records that brokers have confirmed.</summary>
    public long Published => _publisher.Published;

    /// <summary>Records published without their longest parts (header <c>truncated</c>), because they were too large.</summary>
    public long Shortened => _publisher.Shortened;

    /// <summary>Records too large even so; each was told.</summary>
    public long NotPublished => _publisher.NotPublished;

    /// <summary>Connects, looks at the topics and registers the schemas.</summary>
    /// <param name="options">Checked already, with their secrets; a cluster is named.</param>
    /// <param name="log">Where troubles are told.</param>
    /// <exception cref="UserError">The cluster or the registry does not answer, or a topic is missing.</exception>
    public static async Task<KafkaSink> StartAsync(KafkaSinkOptions options, ILogger<KafkaSink> log)
    {
        var publisher = new Publisher(options, log);
        try
        {
            return new KafkaSink(
                publisher,
                await TopicAsync(publisher, options, options.VerdictTopic, RecordKinds.Verdict),
                await TopicAsync(publisher, options, options.DeadLetterTopic, RecordKinds.DeadLetter));
        }
        catch
        {
            await publisher.DisposeAsync();
            throw;
        }
    }

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        _publisher.ThrowIfFailed();
        foreach (var letter in batch.DeadLetters)
            await _publisher.PublishAsync(_letters.Record(letter), cancel);
        foreach (var verdict in batch.Verdicts)
            await _publisher.PublishAsync(_verdicts.Record(verdict), cancel);
    }

    public async ValueTask FlushAsync(CancellationToken cancel) => await _publisher.DrainedAsync(cancel);

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    private static async Task<RecordTopic<T>> TopicAsync<T>(Publisher publisher, KafkaSinkOptions options, string topic, RecordKind<T> kind)
    {
        var partitions = await publisher.PartitionsAsync(topic);
        var prefix = options.SchemaRegistry is null
            ? kind.Schema.SingleObjectPrefix()
            : TopicSchema.RegisteredPrefix(await RegisteredSchema.IdAsync(options, topic, kind.Schema));
        return new RecordTopic<T>(kind, topic, partitions, prefix, options.MaximumRecordBytes);
    }
}
