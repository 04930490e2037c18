using System.Text;
using Engine.Schemas;

namespace Engine.Sinks.Kafka;

/// <summary>
/// Which partition a key belongs to: the same in every process and version, and said to the client explicitly, because the default of
/// librdkafka is another hash than that of Kafka's own client.
/// </summary>
public static class PartitionChoice
{
    /// <param name="key">Key of the record, UTF-8.</param>
    /// <param name="count">Partitions of the topic, 1 or more.</param>
    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public static int Of(ReadOnlySpan<byte> key, int count) => (int)(StableHash.Of(key) % (ulong)count);

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, int)"/>
    public static int Of(string key, int count) => Of(Encoding.UTF8.GetBytes(key), count);
}
