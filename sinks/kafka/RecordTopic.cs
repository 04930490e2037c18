using System.Text;
using Avro.IO;
using Confluent.Kafka;

namespace Engine.Sinks.Kafka;

/// <summary>Makes records of one topic.</summary>
/// <param name="kind">Of what.</param>
/// <param name="topic">Its name.</param>
/// <param name="partitions">How many it has.</param>
/// <param name="prefix">What stands before every record and names the schema.</param>
/// <param name="mostBytes">A larger record is shortened.</param>
internal sealed class RecordTopic<T>(RecordKind<T> kind, string topic, int partitions, byte[] prefix, int mostBytes)
{
    private readonly (string, string)[] _headers = [("content-type", "avro/binary"), ("schema-fingerprint", $"{kind.Schema.Fingerprint:x16}")];

    public OutgoingRecord Record(T item)
    {
        var whole = Make(item, []);
        return whole.Size <= mostBytes ? whole with { Shorter = () => Shorter(item) } : Shorter(item);
    }

    private OutgoingRecord Shorter(T item) => Make(kind.Shorten(item), [("truncated", "true")]);

    private OutgoingRecord Make(T item, (string, string)[] more)
    {
        var key = Encoding.UTF8.GetBytes(kind.KeyOf(item));
        using var value = new MemoryStream();
        value.Write(prefix);
        kind.Write(new BinaryEncoder(value), item);
        var headers = new Headers();
        foreach (var (name, text) in _headers.Concat(kind.HeadersOf(item)).Concat(more))
            headers.Add(name, Encoding.UTF8.GetBytes(text));
        return new OutgoingRecord(
            kind.NameOf(item), new TopicPartition(topic, PartitionChoice.Of(key, partitions)), new Message<byte[], byte[]> { Key = key, Value = value.ToArray(), Headers = headers });
    }
}
