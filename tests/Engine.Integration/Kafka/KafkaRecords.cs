using System.Text;
using Confluent.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>Writes records for a test, each in the partition it names.</summary>
internal sealed class KafkaRecords : IDisposable
{
    private readonly IProducer<Null, byte[]?> _producer;

    public KafkaRecords(KafkaUnderTest kafka) => _producer = new ProducerBuilder<Null, byte[]?>(new ProducerConfig
    {
        BootstrapServers = kafka.BootstrapServers,
        LingerMs = 5,
        CompressionType = CompressionType.Lz4,
        ReconnectBackoffMaxMs = 200,
        // More than 5 MiB of a partition do not stay in the mock.
        MessageMaxBytes = 4 * 1024 * 1024,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <summary>Writes texts and waits until they are there.</summary>
    public void Write(string topic, int partition, IEnumerable<string> texts) => WriteBytes(topic, partition, texts.Select(Encoding.UTF8.GetBytes));

    public void Write(string topic, int partition, params string[] texts) => Write(topic, partition, texts.AsEnumerable());

    /// <summary>Writes a text that says it is of this time.</summary>
    public void WriteAt(string topic, int partition, DateTimeOffset at, string text)
    {
        _producer.Produce(new TopicPartition(topic, partition), new Message<Null, byte[]?> { Value = Encoding.UTF8.GetBytes(text), Timestamp = new Timestamp(at.UtcDateTime) });
        Assert.Equal(0, _producer.Flush(TimeSpan.FromMinutes(2)));
    }

    /// <summary>Writes values, null for a tombstone, and waits until they are there.</summary>
    public void WriteBytes(string topic, int partition, params IEnumerable<byte[]?> values)
    {
        foreach (var value in values)
            _producer.Produce(new TopicPartition(topic, partition), new Message<Null, byte[]?> { Value = value });
        Assert.Equal(0, _producer.Flush(TimeSpan.FromMinutes(2)));
    }

    public void Dispose() => _producer.Dispose();
}
