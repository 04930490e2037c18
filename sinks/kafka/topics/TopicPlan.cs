namespace Engine.Sinks.Kafka.Topics;

/// <summary>The topics of the engine's own, and how they should be.</summary>
/// <remarks>
/// All are cleaned by age (cleanup.policy=delete). Compaction would suit a topic keyed by verdict; ours is keyed by actor, for order, and
/// of several verdicts on one actor that hold at the same time it would keep one.
/// </remarks>
public static class TopicPlan
{
    /// <summary>The keyed log of all calls: nothing reads or writes it while one process does everything.</summary>
    public const string ApiEvents = "engine.api-events";

    /// <summary>Enough for a few consumers side by side; verdicts are few.</summary>
    private const int FewPartitions = 4;

    /// <summary>Divides the virtual shards evenly, and leaves room for that many processes.</summary>
    private const int ShardPartitions = 64;

    public static IReadOnlyList<TopicSpec> Of(KafkaSinkOptions options) =>
    [
        new(options.VerdictTopic, "verdicts, keyed by actor")
        {
            // Longer than any verdict holds, so that a consumer that starts anew learns of all that do.
            Partitions = FewPartitions, Retention = TimeSpan.FromDays(30), RecordBytes = options.MaximumRecordBytes,
        },
        new(options.DeadLetterTopic, "refused records, keyed by the input's partition")
        {
            // Time to repair and replay them.
            Partitions = FewPartitions, Retention = TimeSpan.FromDays(14), RecordBytes = options.MaximumRecordBytes,
        },
        new(ApiEvents, "calls by actor, for engines in several processes (not yet)")
        {
            Partitions = ShardPartitions, Retention = TimeSpan.FromDays(3), IsRequired = false,
        },
    ];
}
