using System.Globalization;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>Topics read once, merged by time.</summary>
public sealed class KafkaRangeTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly KafkaRecords _records = new(kafka);

    [KafkaFact]
    public async Task All_partitions_are_merged_by_time_whatever_the_batches_and_then_it_ends()
    {
        // Of three partitions, the second lies an hour behind, so it is read whole before the others.
        var topic = kafka.NewTopic(partitions: 4);
        _records.Write(topic, 0, Enumerable.Range(0, 3000).Select(second => Line(second * 2)));
        _records.Write(topic, 1, Enumerable.Range(0, 3000).Select(second => Line(second - 3600)));
        _records.Write(topic, 2, Enumerable.Range(0, 3000).Select(second => Line(second * 3)));

        var read = await RangeAsync(kafka.Source(topic));
        var inSmallBatches = await RangeAsync(kafka.Source(topic) with { Batch = 7 });

        var expected = Enumerable.Range(0, 3000).SelectMany(second => new[] { (At: second * 2, In: 0), (At: second - 3600, In: 1), (At: second * 3, In: 2) })
            .OrderBy(call => call.At).ThenBy(call => call.In).Select(call => (Line(call.At), call.In));
        Assert.Equal(expected, read.Select(record => (record.Text, record.Position.Partition)));
        Assert.Equal(read, inSmallBatches);
    }

    [KafkaFact]
    public async Task A_range_goes_on_behind_the_checkpoint_and_holds_what_was_there_when_it_began()
    {
        var topic = kafka.NewTopic(partitions: 2);
        _records.Write(topic, 0, Enumerable.Range(0, 10).Select(Line));
        _records.Write(topic, 1, Enumerable.Range(0, 10).Select(Line));
        var resume = new InputPositions(new Dictionary<InputPartition, long> { [new($"gateway/{topic}", 0)] = 4, [new($"gateway/{topic}", 1)] = 9 });

        var read = await RangeAsync(kafka.Source(topic) with { Resume = resume });

        Assert.Equal(Enumerable.Range(5, 5).Select(offset => new SourcePosition($"gateway/{topic}", 0, offset, 0)), read.Select(record => record.Position));
    }

    [KafkaFact]
    public async Task A_range_that_is_read_again_ends_where_it_ended_before()
    {
        var topic = kafka.NewTopic(partitions: 2);
        _records.Write(topic, 0, Enumerable.Range(0, 10).Select(Line));
        var options = kafka.Source(topic);
        var first = await RangeAsync(options);
        _records.Write(topic, 0, Enumerable.Range(10, 10).Select(Line));
        _records.Write(topic, 1, Line(0));

        Assert.Equal(first, await RangeAsync(options));
        Assert.Equal(21, (await RangeAsync(options with { Ends = new RangeEnds() })).Count);
    }

    [KafkaFact]
    public async Task A_range_that_lost_records_says_so_and_refused_ones_are_no_end()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Line(0), Line(1), new string('x', 5000), Line(3));
        kafka.DeleteRecords(topic, 0, before: 2);
        var options = kafka.Source(topic) with
        {
            MostRecordBytes = 1024,
            Resume = new InputPositions(new Dictionary<InputPartition, long> { [new($"gateway/{topic}", 0)] = 0 }),
        };

        var read = await RangeAsync(options);

        Assert.Equal(3, Assert.Single(read).Position.Offset);
        Assert.Equal(1, options.Lag.Missed);
        Assert.Equal((0, 4), (options.Lag.Lag, options.Lag.Partitions[0].Next));
    }

    [KafkaFact(KafkaKind.Real, "it does not know offsets by time")]
    public async Task A_range_between_two_times_holds_what_Kafka_took_between_them()
    {
        var topic = kafka.NewTopic(partitions: 2);
        _records.Write(topic, 0, Line(0));
        var from = DateTimeOffset.UtcNow;
        _records.Write(topic, 1, Line(1));
        _records.Write(topic, 0, Line(2));
        var to = DateTimeOffset.UtcNow;
        _records.Write(topic, 0, Line(3));

        var read = await RangeAsync(kafka.Source(topic), from, to);

        Assert.Equal([Line(1), Line(2)], read.Select(record => record.Text));
    }

    public void Dispose() => _records.Dispose();

    private static async Task<List<KafkaReading.Read>> RangeAsync(KafkaSource.Options options, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var range = KafkaSource.Range(options, from, to, KafkaReading.Formats, TimeProvider.System, new ReadProgress());
        await using var reading = new KafkaReading(range);
        return await reading.TakeAsync(int.MaxValue);
    }

    private static string Line(int second)
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(second).ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return $"192.0.2.1 - - [{at}] \"GET /v1/orders HTTP/1.1\" 200 12 \"-\" \"-\"";
    }
}
