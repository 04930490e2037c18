using Engine.Sinks.Kafka;
using Engine.Sinks.Kafka.Topics;

namespace Engine.Tests.Sinks.Kafka;

public sealed class TopicReportTests
{
    private static readonly TopicSpec Spec = new("v", "verdicts") { Partitions = 4, Retention = TimeSpan.FromDays(30), RecordBytes = 1_000_000 };
    private static readonly TopicState Good = new(4, 3, "delete", TimeSpan.FromDays(30), 1_048_588);

    [Fact]
    public void What_is_as_it_should_be_or_more_is_good()
    {
        Assert.Empty(Problems(Spec, Good));
        Assert.Empty(Problems(Spec, Good with { Partitions = 12, Retention = TimeSpan.MaxValue, RecordBytes = 10_000_000 }));
    }

    [Fact]
    public void What_cannot_be_seen_is_not_held_against_the_topic() => Assert.Empty(Problems(Spec, new TopicState(4, 1)));

    [Fact]
    public void A_topic_that_is_missing_says_who_makes_it()
    {
        Assert.Equal(["is missing: engine topics --create makes it"], Problems(Spec, null));
        Assert.Equal(["is missing: whoever writes it has to create it"], Problems(Spec with { IsOurs = false }, null));
        Assert.Empty(Problems(Spec with { IsRequired = false }, null));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        [
            "has 1 partitions, should have 4 or more",
            "cleanup.policy is compact,delete, should be delete: compaction keeps only the last record of a key, and several that still hold have one key",
            "keeps records for 168 h, should for 720 h or more (retention.ms)",
            "takes records of 5000 bytes, kafka.maximum_record_bytes is 1000000: raise max.message.bytes or lower that",
        ],
        Problems(Spec, new TopicState(1, 1, "compact,delete", TimeSpan.FromDays(7), 5_000)));

    [Fact]
    public void A_topic_of_somebody_else_is_as_he_likes() => Assert.Empty(Problems(Spec with { IsOurs = false }, new TopicState(1, 1, "compact", TimeSpan.Zero, 1)));

    [Fact]
    public void The_plan_names_the_configured_topics()
    {
        var plan = TopicPlan.Of(new KafkaSinkOptions { BootstrapServers = "k:1", VerdictTopic = "a", DeadLetterTopic = "b" });
        Assert.Equal([("a", true), ("b", true), ("engine.api-events", false)], plan.Select(topic => (topic.Name, topic.IsRequired)));
    }

    private static IReadOnlyList<string> Problems(TopicSpec spec, TopicState? state) => TopicReport.Of(spec, state).Problems;
}
