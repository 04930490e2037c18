using System.Globalization;
using System.Text;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>What a lost run took of topics is read once more, and nothing else.</summary>
public sealed class KafkaReadBackTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private static readonly TimeSpan s_lookBack = TimeSpan.FromHours(30);

    private readonly KafkaRecords _records = new(kafka);
    private readonly KafkaMessages _messages = new();

    public void Dispose() => _records.Dispose();

    [KafkaFact]
    public async Task What_lies_between_two_places_comes_in_the_order_of_its_time_and_as_the_partitions_it_is_of()
    {
        var topic = kafka.NewTopic(partitions: 3);
        for (var partition = 0; partition < 3; partition++)
            _records.Write(topic, partition, Enumerable.Range(0, 100).Select(minute => Line((minute * 3) + partition)));

        var read = await ReadBackAsync(kafka.Source(topic), new ReadBackRange(At(topic, 9, -1, 19), At(topic, 49, 29)));

        Assert.Equal(40 + 30, read.Count);
        Assert.Equal(Enumerable.Range(10, 40), OffsetsOf(read, 0));
        Assert.Equal(Enumerable.Range(0, 30), OffsetsOf(read, 1));
        Assert.Equal(read.Select(record => record.Text).Order(StringComparer.Ordinal), read.Select(record => record.Text));
        Assert.All(read, record => Assert.Equal($"gateway/{topic}/{record.Position.Partition}", record.Partition));
    }

    [KafkaFact]
    public async Task Without_a_place_the_groups_offsets_tell_how_far_it_was_read()
    {
        var topic = kafka.NewTopic(partitions: 2);
        _records.Write(topic, 0, Enumerable.Range(0, 50).Select(Line));
        _records.Write(topic, 1, Enumerable.Range(0, 50).Select(Line));
        var options = kafka.Source(topic) with { Log = _messages };
        await using (var earlier = KafkaReading.Of(options))
        {
            await earlier.TakeAsync(100);
            earlier.Acknowledge($"gateway/{topic}", 29);
        }

        var read = await ReadBackAsync(options, range: null);

        Assert.Equal(Enumerable.Range(0, 30).Select(offset => (0, (long)offset)), read.Select(record => (record.Position.Partition, record.Position.Offset)));
        _messages.WaitFor($"group '{options.Kafka.Group}' has read here: 30 records are read back, 30 h before its offsets");
    }

    [KafkaFact(KafkaKind.Real, "it does not know offsets by time")]
    public async Task Without_a_place_it_begins_as_far_back_as_state_reaches()
    {
        var topic = kafka.NewTopic();
        var now = DateTimeOffset.UtcNow;
        foreach (var hours in new[] { 50, 40, 29, 2, 1 })
            _records.WriteAt(topic, 0, now.AddHours(-hours), Line(-hours));
        var options = kafka.Source(topic);
        await using (var earlier = KafkaReading.Of(options))
        {
            await earlier.TakeAsync(5);
            earlier.Acknowledge($"gateway/{topic}", 3);
        }

        Assert.Equal([2, 3], OffsetsOf(await ReadBackAsync(options, range: null), 0));
    }

    [KafkaFact]
    public async Task A_group_that_has_read_nothing_has_nothing_to_read_back()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Line(0));
        Assert.Empty(await ReadBackAsync(kafka.Source(topic), range: null));
    }

    [KafkaFact]
    public async Task What_retention_took_of_it_is_a_shorter_past_and_no_loss()
    {
        var topic = kafka.NewTopic();
        _records.Write(topic, 0, Enumerable.Range(0, 10).Select(Line));
        kafka.DeleteRecords(topic, 0, before: 6);
        var options = kafka.Source(topic);

        Assert.Equal([6, 7], OffsetsOf(await ReadBackAsync(options, new ReadBackRange(InputPositions.None, At(topic, 7))), 0));
        Assert.Empty(await ReadBackAsync(options, new ReadBackRange(InputPositions.None, At(topic, 3))));
        Assert.Equal(0, options.Lag.Missed);
    }

    private static async Task<List<KafkaReading.Read>> ReadBackAsync(KafkaSource.Options options, ReadBackRange? range)
    {
        var past = KafkaSource.ReadBack(options, range, s_lookBack, KafkaReading.Formats, TimeProvider.System, new ReadProgress());
        await using var reading = new KafkaReading(past);
        var all = new List<KafkaReading.Read>();
        while (await reading.TakeBatchAsync() is { } batch)
        {
            Assert.True(batch.IsReadBack);
            all.AddRange(batch.Records.Select(record => new KafkaReading.Read(Encoding.UTF8.GetString(record.Bytes.Span), record.Position, batch.Partition)));
            batch.Release();
        }

        return all;
    }

    private static IEnumerable<int> OffsetsOf(IEnumerable<KafkaReading.Read> read, int partition) =>
        read.Where(record => record.Position.Partition == partition).Select(record => (int)record.Position.Offset);

    /// <param name="topic">The topic.</param>
    /// <param name="last">Of its first partitions; -1: nothing of it was taken.</param>
    private static InputPositions At(string topic, params long[] last) => new(Enumerable.Range(0, last.Length).Where(partition => last[partition] >= 0)
        .ToDictionary(partition => new InputPartition($"gateway/{topic}", partition), partition => last[partition]));

    private static string Line(int minute)
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMinutes(minute).ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return $"192.0.2.1 - - [{at}] \"GET /v1/orders HTTP/1.1\" 200 12 \"-\" \"-\"";
    }
}
