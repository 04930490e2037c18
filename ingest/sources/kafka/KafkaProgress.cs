namespace Engine.Ingest.Sources.Kafka;

/// <summary>How far a source is behind its topics; written by the source about once a second, read by whoever shows it, on any thread.</summary>
public sealed class KafkaProgress
{
    private volatile IReadOnlyList<KafkaPosition> _partitions = [];
    private long _missed;
    private long _tombstones;

    /// <summary>The partitions that are read now, by topic and number.</summary>
    public IReadOnlyList<KafkaPosition> Partitions => _partitions;

    /// <summary>Records that wait in all of them.</summary>
    public long Lag => _partitions.Sum(partition => partition.Lag);

    /// <summary>Records that retention took before they were read.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Records without a value, passed over.</summary>
    public long Tombstones => Interlocked.Read(ref _tombstones);

    internal void Report(IReadOnlyList<KafkaPosition> partitions) => _partitions = partitions;
    internal void CountMissed(long records) => Interlocked.Add(ref _missed, records);
    internal void CountTombstone() => Interlocked.Increment(ref _tombstones);
}
