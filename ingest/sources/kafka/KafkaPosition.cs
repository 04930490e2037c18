namespace Engine.Ingest.Sources.Kafka;

/// <summary>How far one partition has been read.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="Next">Offset of the next record to read.</param>
/// <param name="End">Offset behind the last record that the broker told of.</param>
public readonly record struct KafkaPosition(string Topic, int Partition, long Next, long End)
{
    /// <summary>Records that wait.</summary>
    public long Lag => Math.Max(0, End - Next);
}
