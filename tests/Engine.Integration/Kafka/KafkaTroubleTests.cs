using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>Brokers that go, answer late or wrongly, and topics that are not what they were.</summary>
public sealed class KafkaTroubleTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly KafkaRecords _records = new(kafka);
    private readonly KafkaMessages _messages = new();

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task A_broker_that_goes_is_told_once_and_read_again_when_it_is_back()
    {
        using var own = new KafkaUnderTest();
        using var records = new KafkaRecords(own);
        var topic = own.NewTopic();
        records.Write(topic, 0, "before");
        await using var reading = KafkaReading.Of(own.Source(topic) with { Log = _messages });
        await reading.TakeAsync(1);

        own.Mock.TakeDown();
        _messages.WaitFor("no broker of");
        own.Mock.BringUp();
        records.Write(topic, 0, "after");

        Assert.Equal("after", Assert.Single(await reading.TakeAsync(1)).Text);
        _messages.WaitFor("answers again");
    }

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task Closing_ends_also_while_no_broker_answers()
    {
        using var own = new KafkaUnderTest();
        using var records = new KafkaRecords(own);
        var topic = own.NewTopic();
        records.Write(topic, 0, "before");
        var reading = KafkaReading.Of(own.Source(topic) with { Log = _messages });
        await reading.TakeAsync(1);
        own.Mock.TakeDown();
        _messages.WaitFor("no broker of");

        reading.Acknowledge($"gateway/{topic}", 0);
        await reading.DisposeAsync();
    }

    [KafkaFact(KafkaKind.Mock, "its answers are not ours to change")]
    public async Task Slow_and_wrong_answers_cost_time_and_no_record()
    {
        using var own = new KafkaUnderTest();
        using var records = new KafkaRecords(own);
        var topic = own.NewTopic();
        records.Write(topic, 0, Enumerable.Range(0, 500).Select(number => $"{number}"));
        own.Mock.SetRoundTrip(TimeSpan.FromMilliseconds(50));
        own.Mock.Fail(KafkaRequest.ListOffsets, ErrorCode.NotLeaderForPartition);
        own.Mock.Fail(KafkaRequest.OffsetFetch, ErrorCode.GroupLoadInProgress);
        own.Mock.Fail(KafkaRequest.JoinGroup, ErrorCode.GroupCoordinatorNotAvailable);
        own.Mock.Fail(KafkaRequest.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.Local_Transport);
        await using var reading = KafkaReading.Of(own.Source(topic));

        var read = await reading.TakeAsync(500);

        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), read.Select(record => record.Text));
    }

    [KafkaFact]
    public async Task What_retention_took_while_the_engine_was_away_is_counted()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Enumerable.Range(0, 10).Select(number => $"{number}"));
        kafka.DeleteRecords(topic, 0, before: 6);
        var options = kafka.Source(topic) with { Log = _messages, Resume = At(topic, 2) };
        await using var reading = KafkaReading.Of(options);

        var read = await reading.TakeAsync(4);

        Assert.Equal(["6", "7", "8", "9"], read.Select(record => record.Text));
        Assert.Equal(3, options.Lag.Missed);
        _messages.WaitFor($"3 records of {topic}/0 are lost: retention took offsets 3 to 6");
    }

    [KafkaFact]
    public async Task What_retention_takes_while_the_stream_is_slow_is_counted()
    {
        const int Count = 40_000;
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Enumerable.Range(0, Count).Select(number => $"{new string('x', 400)}{number}"));
        var options = kafka.Source(topic) with { Log = _messages };
        await using var reading = KafkaReading.Of(options with
        {
            Kafka = options.Kafka with { Client = new Dictionary<string, string>(options.Kafka.Client) { ["queued.max.messages.kbytes"] = "64", ["queued.min.messages"] = "100" } },
        });
        var read = (await reading.TakeAsync(1)).Count;

        kafka.DeleteRecords(topic, 0, before: Count - 1000);
        while (read + options.Lag.Missed < Count)
            read += (await reading.TakeAsync(1)).Count;

        Assert.Equal(Count, read + options.Lag.Missed);
        Assert.True(options.Lag.Missed > 0);
        _messages.WaitFor($"of {topic}/0 are lost");
    }

    [KafkaFact]
    public async Task A_topic_that_is_shorter_than_the_checkpoint_is_another_one_and_read_whole()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, "new");
        await using var reading = KafkaReading.Of(kafka.Source(topic) with { Log = _messages, Resume = At(topic, 99) });

        Assert.Equal("new", Assert.Single(await reading.TakeAsync(1)).Text);
        _messages.WaitFor("before offset 100 that was to be read: the topic is a new one");
    }

    [KafkaFact]
    public async Task A_topic_that_is_missing_or_goes_is_told_and_the_others_are_read()
    {
        var (stays, goes, missing) = (kafka.NewTopic(), kafka.NewTopic(), KafkaUnderTest.NewName());
        _records.Write(goes, 0, "before");
        await using var reading = KafkaReading.Of(kafka.Source(stays, goes, missing) with { Log = _messages });
        await reading.TakeAsync(1);
        _messages.WaitFor($"topic '{missing}' is not on");

        kafka.Delete(goes);
        _messages.WaitFor($"topic '{goes}' is not on");
        _records.Write(stays, 0, "after");

        Assert.Equal("after", Assert.Single(await reading.TakeAsync(1)).Text);
    }

    [KafkaFact]
    public async Task Nothing_to_read_ends_with_the_broker_the_topic_and_what_to_do()
    {
        var missing = KafkaUnderTest.NewName();
        var options = kafka.Source(missing);
        await using var reading = KafkaReading.Of(options with { Kafka = options.Kafka with { StartTimeout = TimeSpan.FromSeconds(1) } });

        var refusal = await reading.FailureAsync();

        Assert.Equal($"source 'gateway': {kafka.BootstrapServers} has no topic '{missing}' after 1 s; create it, or correct topics", refusal.Message);
    }

    [Fact]
    public async Task Nobody_who_answers_ends_with_the_address_and_what_to_do()
    {
        var options = kafka.Source("gateway-log");
        await using var reading = KafkaReading.Of(options with { Kafka = options.Kafka with { BootstrapServers = "127.0.0.1:1", StartTimeout = TimeSpan.FromSeconds(1) } });

        var refusal = await reading.FailureAsync();

        Assert.Contains("no broker of 127.0.0.1:1 answers after 1 s", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("check bootstrap_servers", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_client_does_not_know_is_named()
    {
        var options = kafka.Source("gateway-log");
        await using var reading = KafkaReading.Of(options with { Kafka = options.Kafka with { Client = new Dictionary<string, string> { ["fetch.min.bites"] = "1" } } });

        var refusal = await reading.FailureAsync();

        Assert.Contains("fetch.min.bites", refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.IsUsage);
    }

    public void Dispose() => _records.Dispose();

    private static InputPositions At(string topic, long last) => new(new Dictionary<InputPartition, long> { [new($"gateway/{topic}", 0)] = last });
}
