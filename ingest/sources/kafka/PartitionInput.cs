using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>One partition that is read: what it is called, how far it is read, and the batch that is being filled.</summary>
/// <param name="options">Names, format and size of batches.</param>
/// <param name="topic">Its topic.</param>
/// <param name="partition">Its number.</param>
/// <param name="handedOver">Last record that went on when the partition was read before; null: none was.</param>
internal sealed class PartitionInput(KafkaSource.Options options, string topic, int partition, long? handedOver)
{
    private readonly BatchBuilder _batch =
        new(options.Batch, options.Format, options.Environment, NameOf(options, new TopicPartition(topic, partition)));
    private readonly List<DeadLetter> _faults = [];

    /// <summary>Name of the partition for the logical clock.</summary>
    public static string NameOf(KafkaSource.Options options, TopicPartition partition) => $"{options.Name}/{partition.Topic}/{partition.Partition.Value}";

    /// <summary>As in <see cref="SourcePosition.Source"/>.</summary>
    public string Source { get; } = $"{options.Name}/{topic}";

    /// <summary>Last record that was taken in, whatever became of it; null: none since the partition was assigned.</summary>
    public long? Taken { get; set; }

    /// <summary>Last record that went on with a batch; null: none in this run.</summary>
    public long? HandedOver { get; private set; } = handedOver;

    /// <summary>Offset that was stored for the group last.</summary>
    public long Stored { get; set; } = -1;

    /// <summary>Offset of the next record, also before the first was taken.</summary>
    public long Next => Taken + 1 ?? Begin;

    /// <summary>Where reading began.</summary>
    public long Begin { get; set; }

    /// <summary>What the records of the open batch hold in memory.</summary>
    public long OpenBytes { get; private set; }

    public bool IsEmpty => _batch.IsEmpty && _faults.Count == 0;

    public bool IsFull => _batch.IsFull || _faults.Count >= options.Batch;

    public void Add(in RawRecord record, RecordBlock block)
    {
        _batch.Add(record, block);
        OpenBytes += record.Bytes.Length;
    }

    public void Add(DeadLetter fault) => _faults.Add(fault);

    public RawBatch Build()
    {
        OpenBytes = 0;
        HandedOver = Taken;
        return _batch.Build(_faults);
    }

    /// <summary>Lets go of what did not go on; it is read again by whoever has the partition then.</summary>
    public void Abandon() => _batch.Abandon();
}
