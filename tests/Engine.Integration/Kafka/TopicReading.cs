using System.Text;
using Avro.Generic;
using Avro.IO;
using Confluent.Kafka;
using Engine.Sinks.Kafka.Avro;
using Schema = Avro.Schema;

namespace Engine.Integration.Kafka;

/// <summary>Everything in a topic, as a consumer of somebody else's would read it: by the published schema alone.</summary>
internal static class TopicReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<ConsumeResult<string, byte[]>> ReadAll(string servers, string topic)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(
            new ConsumerConfig { BootstrapServers = servers, GroupId = "none", EnableAutoCommit = false, EnablePartitionEof = true }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId)).ToList();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var all = new List<ConsumeResult<string, byte[]>>();
        for (var ends = 0; ends < partitions.Count;)
        {
            var read = consumer.Consume(Patience) ?? throw new TimeoutException($"{topic} gave nothing for {Patience}");
            if (read.IsPartitionEOF)
                ends++;
            else
                all.Add(read);
        }

        return all;
    }

    /// <summary>A record in the single-object encoding.</summary>
    public static GenericRecord Decode(byte[] value, TopicSchema topic)
    {
        Assert.Equal(topic.SingleObjectPrefix(), value[..10]);
        return DecodeBody(value[10..], topic);
    }

    public static GenericRecord DecodeBody(byte[] body, TopicSchema topic)
    {
        var schema = Schema.Parse(topic.Text);
        return new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(new MemoryStream(body)));
    }

    public static string? Header(ConsumeResult<string, byte[]> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;
}
