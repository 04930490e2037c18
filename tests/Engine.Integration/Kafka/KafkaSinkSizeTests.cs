using Confluent.Kafka;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Integration.Kafka;

/// <summary>What an attacker writes can make a verdict large; it must neither stop the stream nor be lost without a word.</summary>
public sealed class KafkaSinkSizeTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>
{
    [KafkaFact]
    public async Task A_verdict_beyond_the_limit_goes_shorter_and_the_next_ones_follow()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka, options => options with { MaximumRecordBytes = 32 << 10 });

        await under.WriteAsync(SinkUnderTest.Verdict(0, 1, textLength: 1_000_000), SinkUnderTest.Verdict(0, 2));
        await under.FlushAsync();

        Assert.Equal((2L, 1L, 0L), (under.Sink.Published, under.Sink.Shortened, under.Sink.NotPublished));
        Assert.Equal([("1", "true"), ("2", null)], under.Verdicts.Select(record => (TopicReading.Header(record, "revision"), TopicReading.Header(record, "truncated"))));
        Assert.Equal(1_001, ((string)TopicReading.Decode(under.Verdicts[0].Message.Value, TopicSchema.Verdict)["explanation"]).Length);
    }

    [KafkaFact(KafkaKind.Mock, "errors cannot be injected")]
    public async Task A_verdict_that_the_broker_finds_too_large_is_sent_again_shorter()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka);
        kafka.Mock.Fail(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge);

        await under.WriteAsync(SinkUnderTest.Verdict(0, 1, textLength: 5_000));
        await under.FlushAsync();
        await under.WriteAsync(SinkUnderTest.Verdict(0, 2));
        await under.FlushAsync();

        Assert.Equal([("1", "true"), ("2", null)], under.Verdicts.Select(record => (TopicReading.Header(record, "revision"), TopicReading.Header(record, "truncated"))));
    }

    [KafkaFact]
    public async Task A_verdict_that_is_too_large_even_so_is_told_and_passed_by()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka, options => options with { MaximumRecordBytes = 16 << 10 });
        var huge = SinkUnderTest.Verdict(0, 1) with { Categories = ["API1:2023"], Signals = [.. Enumerable.Range(0, 40).Select(_ => ClickHouse.Sample.Signal(ClickHouse.Sample.Actor(new string('a', 500)), 0, 1))] };

        await under.WriteAsync(huge, SinkUnderTest.Verdict(1, 1));
        await under.FlushAsync();

        Assert.Equal("user:u-1", Assert.Single(under.Verdicts).Message.Key);
        Assert.Equal((1L, 1L), (under.Sink.Published, under.Sink.NotPublished));
        Assert.Matches($"^verdict {huge.Id} was not published: even shortened it has [0-9]+ bytes", Assert.Single(under.Messages.All));
    }
}
