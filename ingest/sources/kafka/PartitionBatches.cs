using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Gathers records of many partitions into batches of one each. A batch goes on when it is full, when nothing more is there, and at the
/// latest a moment after its first record: a busy partition must not hold up a quiet one.
/// </summary>
internal sealed class PartitionBatches(KafkaSource.Options options, HandOver output, ReadProgress progress, TimeProvider time)
{
    /// <summary>How long a record waits for others.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private const long MostOpenBytes = 4 * 1024 * 1024;

    private readonly Dictionary<TopicPartition, PartitionInput> _inputs = [];
    private readonly Dictionary<TopicPartition, long?> _left = [];
    private PartitionInput? _last;
    private TopicPartition? _lastKey;
    private long _openBytes;
    private long _openSince;

    /// <summary>True: nothing waits for others.</summary>
    public bool AreEmpty { get; private set; } = true;

    public IReadOnlyDictionary<TopicPartition, PartitionInput> Inputs => _inputs;

    /// <summary>The partition; it is opened where it is not open.</summary>
    public PartitionInput Input(TopicPartition partition)
    {
        // Records come in runs of one partition.
        if (_lastKey is not null && _lastKey.Partition.Value == partition.Partition.Value && _lastKey.Topic == partition.Topic)
            return _last!;
        if (!_inputs.TryGetValue(partition, out var input))
            _inputs[partition] = input = new PartitionInput(options, partition.Topic, partition.Partition.Value, _left.GetValueOrDefault(partition));
        (_last, _lastKey) = (input, partition);
        return input;
    }

    /// <param name="input">Where the record is from.</param>
    /// <param name="record">The record.</param>
    /// <param name="block">Its block, retained by the caller and the batch's from here on.</param>
    public void Add(PartitionInput input, in RawRecord record, RecordBlock block)
    {
        input.Add(record, block);
        _openBytes += record.Bytes.Length;
        progress.CountBytes(record.Bytes.Length);
        FlushWhatIsDue(input);
    }

    public void Add(PartitionInput input, DeadLetter fault)
    {
        input.Add(fault);
        FlushWhatIsDue(input);
    }

    /// <summary>Hands over everything that waits.</summary>
    public void Flush()
    {
        foreach (var input in _inputs.Values)
        {
            if (!input.IsEmpty)
                HandOver(input);
        }

        (AreEmpty, _openBytes) = (true, 0);
    }

    /// <summary>Drops what was not handed over: somebody else reads the partition now.</summary>
    public void Drop(TopicPartition partition)
    {
        (_last, _lastKey) = (null, null);
        if (!_inputs.Remove(partition, out var input))
            return;
        _left[partition] = input.HandedOver;
        _openBytes -= input.OpenBytes;
        input.Abandon();
    }

    public void DropAll()
    {
        foreach (var partition in _inputs.Keys.ToList())
            Drop(partition);
    }

    /// <summary>Last record of the partition that went on, also when it was read before; null: none in this run.</summary>
    public long? HandedOver(TopicPartition partition) =>
        _inputs.TryGetValue(partition, out var input) ? input.HandedOver : _left.GetValueOrDefault(partition);

    private void FlushWhatIsDue(PartitionInput input)
    {
        if (AreEmpty)
            (AreEmpty, _openSince) = (false, time.GetTimestamp());
        if (input.IsFull)
        {
            _openBytes -= input.OpenBytes;
            HandOver(input);
        }

        if (_openBytes >= MostOpenBytes || time.GetElapsedTime(_openSince) >= Linger)
            Flush();
    }

    private void HandOver(PartitionInput input)
    {
        var bytes = input.OpenBytes;
        var batch = input.Build();
        progress.CountRecords(batch.Records.Count);
        progress.CountFaults(batch.Faults.Count);
        output.Put(batch, bytes);
    }
}
