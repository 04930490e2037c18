using Confluent.Kafka;

namespace Engine.Sinks.Kafka;

/// <summary>A record ready to go.</summary>
/// <param name="Name">What it is, for messages: "verdict 4711… of user:alice".</param>
/// <param name="Place">Where it goes.</param>
/// <param name="Message">Key, value and headers.</param>
internal sealed record OutgoingRecord(string Name, TopicPartition Place, Message<byte[], byte[]> Message)
{
    /// <summary>More than what the protocol puts around a record and its batch.</summary>
    private const int Around = 512;

    /// <summary>Bytes that it takes in a queue and, at most, on the wire.</summary>
    public int Size { get; } = Around + Message.Key.Length + Message.Value.Length + Message.Headers.Sum(header => header.Key.Length + header.GetValueBytes().Length + 2);

    /// <summary>Makes the shorter record that goes in its place where this one is refused for its size; null: this is the shorter one.</summary>
    public Func<OutgoingRecord>? Shorter { get; init; }
}
