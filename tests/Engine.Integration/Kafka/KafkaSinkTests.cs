using System.Globalization;
using Confluent.Kafka;
using Engine.Integration.ClickHouse;
using Engine.Schemas;
using Engine.Sinks.Kafka;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Integration.Kafka;

public sealed class KafkaSinkTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>
{
    [KafkaFact]
    public async Task Every_verdict_arrives_once_and_those_of_an_actor_in_order()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka);
        for (var revision = 1; revision <= 40; revision++)
            await under.WriteAsync([.. Enumerable.Range(0, 25).Select(user => SinkUnderTest.Verdict(user, revision))]);

        await under.FlushAsync();

        Assert.Equal(1_000, under.Sink.Published);
        var arrived = under.Verdicts;
        Assert.Equal(1_000, arrived.Count);
        foreach (var actor in arrived.GroupBy(record => record.Message.Key))
        {
            Assert.Equal(PartitionChoice.Of(actor.Key, SinkUnderTest.Partitions), Assert.Single(actor.Select(record => record.Partition.Value).Distinct()));
            Assert.Equal(Enumerable.Range(1, 40).Select(Text), actor.Select(record => TopicReading.Header(record, "revision")));
        }
    }

    [KafkaFact]
    public async Task A_consumer_reads_it_with_the_published_schema_alone()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka);
        var verdict = SinkUnderTest.Verdict(user: 7, revision: 3, textLength: 12);
        var letter = new DeadLetter(new SourcePosition("edge", 3, 17, 0), Sample.Start, "ingest", "combined", "no time", "GET /", 5);

        await under.Sink.WriteAsync(Sample.Batch([], verdicts: [verdict], deadLetters: [letter]), CancellationToken.None);
        await under.FlushAsync();

        var record = Assert.Single(under.Verdicts);
        Assert.Equal(("user:u-7", verdict.Id.ToString()), (record.Message.Key, TopicReading.Header(record, "verdict-id")));
        var read = TopicReading.Decode(record.Message.Value, TopicSchema.Verdict);
        Assert.Equal((verdict.Id.Value, 3, "xxxxxxxxxxxx"), (read["id"], read["revision"], read["explanation"]));
        var refused = Assert.Single(under.Letters);
        Assert.Equal("edge/3", refused.Message.Key);
        Assert.Equal("no time", TopicReading.Decode(refused.Message.Value, TopicSchema.DeadLetter)["reason"]);
    }

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task While_brokers_are_away_a_flush_waits_and_nothing_is_lost_or_doubled()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka);
        await under.WriteAsync(SinkUnderTest.Verdict(0, revision: 1));
        await under.FlushAsync();
        kafka.Mock.TakeDown();
        for (var revision = 2; revision <= 50; revision++)
            await under.WriteAsync(SinkUnderTest.Verdict(0, revision));
        var flush = under.FlushAsync();
        await Until(() => under.Messages.All.Count > 0);
        Assert.False(flush.IsCompleted);

        kafka.Mock.BringUp();
        await flush;

        Assert.Equal(Enumerable.Range(1, 50).Select(Text), under.Verdicts.Select(record => TopicReading.Header(record, "revision")));
        Assert.Contains(kafka.BootstrapServers, Assert.Single(under.Messages.All), StringComparison.Ordinal);
    }

    [KafkaFact(KafkaKind.Mock, "errors cannot be injected")]
    public async Task What_a_broker_refuses_for_now_is_sent_again_without_a_double()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka);
        kafka.Mock.Fail(
            KafkaRequest.Produce, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicasAfterAppend, ErrorCode.NotLeaderForPartition);
        for (var revision = 1; revision <= 200; revision++)
            await under.WriteAsync([.. Enumerable.Range(0, 5).Select(user => SinkUnderTest.Verdict(user, revision))]);

        await under.FlushAsync();

        Assert.All(under.Verdicts.GroupBy(record => record.Message.Key), actor =>
            Assert.Equal(Enumerable.Range(1, 200).Select(Text), actor.Select(record => TopicReading.Header(record, "revision"))));
        Assert.Equal(1_000, under.Sink.Published);
    }

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task When_too_much_is_unconfirmed_the_stream_waits_in_bounded_memory()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka, options => options with { Queue = 64 << 10 });
        kafka.Mock.TakeDown();
        var writing = under.WriteAsync([.. Enumerable.Range(1, 100).Select(revision => SinkUnderTest.Verdict(0, revision, textLength: 4_000))]);
        Assert.False(writing.IsCompleted);

        kafka.Mock.BringUp();
        await writing;
        await under.FlushAsync();

        Assert.Equal(Enumerable.Range(1, 100).Select(Text), under.Verdicts.Select(record => TopicReading.Header(record, "revision")));
    }

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task After_the_delivery_timeout_the_sink_fails_and_says_what_to_do()
    {
        await using var under = await SinkUnderTest.StartAsync(kafka, options => options with { DeliveryTimeout = TimeSpan.FromSeconds(1) });
        kafka.Mock.TakeDown();
        try
        {
            await under.WriteAsync(SinkUnderTest.Verdict(0, 1));
            var failure = await Assert.ThrowsAsync<UserError>(under.FlushAsync);

            Assert.Matches($"^Kafka at {kafka.BootstrapServers} did not take a record for topic {under.Options.VerdictTopic} \\(.*\\); check that the broker is up", failure.Message);
            Assert.Same(failure, await Assert.ThrowsAsync<UserError>(() => under.WriteAsync()));
        }
        finally
        {
            kafka.Mock.BringUp();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(20, patience.Token);
    }
}
