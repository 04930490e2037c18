namespace Engine.Sinks.Kafka.Topics;

/// <summary>A topic as it is. What the cluster does not let us see is null.</summary>
/// <param name="Partitions">How many.</param>
/// <param name="Replicas">Copies of each partition, the fewest of any.</param>
/// <param name="CleanupPolicy">As Kafka writes it: delete, compact, or both.</param>
/// <param name="Retention">How long records stay; <see cref="TimeSpan.MaxValue"/>: for ever.</param>
/// <param name="RecordBytes">Largest record.</param>
public sealed record TopicState(int Partitions, int Replicas, string? CleanupPolicy = null, TimeSpan? Retention = null, long? RecordBytes = null);
