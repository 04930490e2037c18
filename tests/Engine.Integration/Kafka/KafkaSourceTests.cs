using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>What a source gives, alone in its group.</summary>
public sealed class KafkaSourceTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly KafkaRecords _records = new(kafka);

    [KafkaFact]
    public async Task Every_partition_is_read_in_its_order()
    {
        var topic = kafka.NewTopic(partitions: 3);
        for (var partition = 0; partition < 3; partition++)
            _records.Write(topic, partition, Numbers(1000, $"{partition}-"));

        await using var reading = KafkaReading.Of(kafka.Source(topic));
        var read = await reading.TakeAsync(3000);

        foreach (var partition in read.GroupBy(record => record.Position.Partition))
        {
            Assert.Equal(Numbers(1000, $"{partition.Key}-"), partition.Select(record => record.Text));
            Assert.Equal(Enumerable.Range(0, 1000).Select(offset => new SourcePosition($"gateway/{topic}", partition.Key, offset, 0)), partition.Select(record => record.Position));
            Assert.All(partition, record => Assert.Equal($"gateway/{topic}/{partition.Key}", record.Partition));
        }

        Assert.Equal((3000, 0), (reading.Progress.Records, reading.Progress.Faults));
    }

    [KafkaFact]
    public async Task Reading_goes_on_behind_the_checkpoint_and_else_behind_what_was_acknowledged()
    {
        var topic = kafka.NewTopic(partitions: 3);
        for (var partition = 0; partition < 3; partition++)
            _records.Write(topic, partition, Numbers(10));
        var options = kafka.Source(topic);
        await using (var first = KafkaReading.Of(options))
        {
            await first.TakeAsync(30);
            first.Acknowledge($"gateway/{topic}", 1, 1);
            first.Acknowledge($"gateway/{topic}", 7, 4);
        }

        var resume = new InputPositions(new Dictionary<InputPartition, long> { [new($"gateway/{topic}", 0)] = 2 });
        await using var second = KafkaReading.Of(options with { Resume = resume });
        var read = await second.TakeAsync(7 + 5 + 10);

        Assert.Equal(Numbers(10).Skip(3), TextsOf(read, 0));
        Assert.Equal(Numbers(10).Skip(5), TextsOf(read, 1));
        Assert.Equal(Numbers(10), TextsOf(read, 2));
    }

    [KafkaFact]
    public async Task A_slow_stream_holds_the_reading_up_and_loses_nothing()
    {
        const int Count = 40_000;
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Numbers(Count, new string('x', 400)));
        await using var reading = KafkaReading.Of(kafka.Source(topic));

        var (next, mostAhead) = (0L, 0L);
        while (next < Count && await reading.TakeBatchAsync() is { } batch)
        {
            Assert.Equal(next, batch.Records[0].Position.Offset);
            next += batch.Records.Count;
            batch.Release();
            // The first look back is late enough for the source to have filled everything it may fill.
            while (next <= 512 && reading.Progress.Records < 15_000)
                await Task.Yield();
            mostAhead = Math.Max(mostAhead, reading.Progress.Records - next);
        }

        Assert.Equal(Count, next);
        // 64 batches or 8 MiB, and what the stream itself has in hand.
        Assert.InRange(mostAhead, 15_000 - 512, 70 * 256);
    }

    [KafkaFact]
    public async Task What_is_no_record_is_told_and_the_rest_is_read()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, "first");
        _records.WriteBytes(topic, 0, [null]);
        _records.Write(topic, 0, new string('x', 2000));
        _records.Write(topic, 0, "last");
        var options = kafka.Source(topic) with { MostRecordBytes = 1024 };
        await using var reading = KafkaReading.Of(options);

        var (texts, faults) = await TakeAllAsync(reading, 3);

        Assert.Equal(["first", "last"], texts);
        var fault = Assert.Single(faults);
        Assert.Equal((new SourcePosition($"gateway/{topic}", 0, 2, 0), "the record is 2000 bytes long, more than 1024", 2000L), (fault.Position, fault.Reason, fault.Length));
        Assert.Equal(1, options.Lag.Tombstones);
    }

    [KafkaFact]
    public async Task A_topic_that_comes_later_is_read_whole_wherever_the_start_is()
    {
        var name = KafkaUnderTest.NewName();
        kafka.Create($"{name}-known", partitions: 1);
        kafka.Create($"{name}-unknown", partitions: 1);
        _records.Write($"{name}-known", 0, "known");
        _records.Write($"{name}-unknown", 0, "old");
        var options = kafka.Source($"^{name}-");
        await using var reading = KafkaReading.Of(options with
        {
            Kafka = options.Kafka with { Start = "latest" },
            Resume = new InputPositions(new Dictionary<InputPartition, long> { [new($"gateway/{name}-known", 0)] = -1 }),
        });
        var first = await reading.TakeAsync(1);

        kafka.Create($"{name}-new", partitions: 2);
        _records.Write($"{name}-new", 1, "new");
        var second = await reading.TakeAsync(1);

        Assert.Equal(("known", "new"), (Assert.Single(first).Text, Assert.Single(second).Text));
        Assert.Equal(new SourcePosition($"gateway/{name}-new", 1, 0, 0), second[0].Position);
    }

    [KafkaFact(KafkaKind.Real, "partitions cannot be added to a topic")]
    public async Task A_partition_that_is_added_is_read_from_its_start()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, "old");
        await using var reading = KafkaReading.Of(kafka.Source(topic));
        await reading.TakeAsync(1);

        kafka.AddPartitions(topic, 3);
        _records.Write(topic, 2, "new");

        Assert.Equal(2, Assert.Single(await reading.TakeAsync(1)).Position.Partition);
    }

    [KafkaFact(KafkaKind.Real, "it does not know offsets by time")]
    public async Task A_start_by_time_leaves_out_what_is_older()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, "old");
        var options = kafka.Source(topic);
        var between = DateTimeOffset.UtcNow;
        _records.Write(topic, 0, "new");

        await using var reading = KafkaReading.Of(options with { Kafka = options.Kafka with { Start = between.ToString("O") } });

        Assert.Equal("new", Assert.Single(await reading.TakeAsync(1)).Text);
    }

    public void Dispose() => _records.Dispose();

    private static IEnumerable<string> Numbers(int count, string start = "") => Enumerable.Range(0, count).Select(number => $"{start}{number}");

    private static IEnumerable<string> TextsOf(IEnumerable<KafkaReading.Read> read, int partition) =>
        read.Where(record => record.Position.Partition == partition).Select(record => record.Text);

    private static async Task<(List<string> Texts, List<DeadLetter> Faults)> TakeAllAsync(KafkaReading reading, int count)
    {
        var (texts, faults) = (new List<string>(), new List<DeadLetter>());
        while (texts.Count + faults.Count < count && await reading.TakeBatchAsync() is { } batch)
        {
            texts.AddRange(batch.Records.Select(record => System.Text.Encoding.UTF8.GetString(record.Bytes.Span)));
            faults.AddRange(batch.Faults);
            batch.Release();
        }

        return (texts, faults);
    }
}
