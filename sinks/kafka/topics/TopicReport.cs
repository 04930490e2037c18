using System.Globalization;

namespace Engine.Sinks.Kafka.Topics;

/// <summary>What is right and wrong with one topic.</summary>
/// <param name="Spec">As it should be.</param>
/// <param name="State">As it is; null: it is not there.</param>
/// <param name="Problems">Empty: good.</param>
public sealed record TopicReport(TopicSpec Spec, TopicState? State, IReadOnlyList<string> Problems)
{
    /// <summary>Compares. A setting that cannot be seen is not held against the topic.</summary>
    public static TopicReport Of(TopicSpec spec, TopicState? state) => new(spec, state, [.. ProblemsOf(spec, state)]);

    private static IEnumerable<string> ProblemsOf(TopicSpec spec, TopicState? state)
    {
        if (state is null)
        {
            if (spec.IsRequired)
                yield return spec.IsOurs ? "is missing: engine topics --create makes it" : "is missing: whoever writes it has to create it";
            yield break;
        }

        if (!spec.IsOurs)
            yield break;
        if (state.Partitions < spec.Partitions)
            yield return string.Create(CultureInfo.InvariantCulture, $"has {state.Partitions} partitions, should have {spec.Partitions} or more");
        if (state.CleanupPolicy?.Contains("compact", StringComparison.Ordinal) == true)
            yield return $"cleanup.policy is {state.CleanupPolicy}, should be delete: compaction keeps only the last record of a key, and several that still hold have one key";
        if (state.Retention < spec.Retention)
            yield return string.Create(CultureInfo.InvariantCulture, $"keeps records for {state.Retention.Value.TotalHours:0.##} h, should for {spec.Retention.Value.TotalHours:0.##} h or more (retention.ms)");
        if (state.RecordBytes < spec.RecordBytes)
            yield return string.Create(CultureInfo.InvariantCulture, $"takes records of {state.RecordBytes} bytes, kafka.maximum_record_bytes is {spec.RecordBytes}: raise max.message.bytes or lower that");
    }
}
