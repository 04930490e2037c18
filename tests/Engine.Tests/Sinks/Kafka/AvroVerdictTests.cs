using CsCheck;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;
using Engine.Tests.Sinks.Lines;

namespace Engine.Tests.Sinks.Kafka;

public sealed class AvroVerdictTests
{
    [Fact]
    public void A_verdict_is_read_back_whole_by_its_schema() =>
        Assert.Empty(AvroReading.Differences(TopicSchema.Verdict, AvroVerdict.Write, SomeVerdict.On("203.0.113.7", revision: 3)));

    [Fact]
    public void Any_verdict_is_read_back_whole_the_hostile_ones_included() => SomeLines.Verdicts.Sample(
        verdict => AvroReading.Differences(TopicSchema.Verdict, AvroVerdict.Write, verdict).Count == 0);

    [Fact]
    public void A_signal_over_several_endpoints_has_none()
    {
        var verdict = SomeVerdict.On("203.0.113.7");
        Assert.Empty(AvroReading.Differences(
            TopicSchema.Verdict, AvroVerdict.Write, verdict with { Signals = [verdict.Signals[0] with { Endpoint = null, IsShadow = true, Events = [] }] }));
    }

    [Theory]
    [InlineData("nginx combined")]
    [InlineData(null)]
    public void A_dead_letter_is_read_back_whole_by_its_schema(string? format) => Assert.Empty(AvroReading.Differences(
        TopicSchema.DeadLetter, AvroDeadLetter.Write,
        new DeadLetter(new SourcePosition("edge", 3, long.MaxValue, 2), SomeVerdict.Noon.AddTicks(7), "ingest", format, "no time", "\ud800\0\u001b[2J", 4_000_000_000)));

    [Fact]
    public void A_time_before_1970_is_cut_off_to_the_earlier_microsecond() => Assert.Empty(AvroReading.Differences(
        TopicSchema.Verdict, AvroVerdict.Write, SomeVerdict.On("203.0.113.7", at: DateTimeOffset.UnixEpoch.AddTicks(-13))));

    [Fact]
    public void A_difference_is_noticed()
    {
        var verdict = SomeVerdict.On("203.0.113.7");
        Assert.Equal(
            ["Verdict.revision is 2, not 1"],
            AvroReading.Differences(TopicSchema.Verdict, (into, one) => AvroVerdict.Write(into, one with { Revision = 2 }), verdict));
    }
}
