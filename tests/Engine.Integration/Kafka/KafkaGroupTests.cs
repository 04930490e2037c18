using System.Collections.Concurrent;
using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>Several members in one group.</summary>
public sealed class KafkaGroupTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly KafkaRecords _records = new(kafka);

    [KafkaFact]
    public async Task A_second_member_takes_partitions_over_even_from_one_that_waits_for_its_stream()
    {
        const int Each = 20_000;
        var topic = kafka.NewTopic(partitions: 4);
        for (var partition = 0; partition < 4; partition++)
            _records.Write(topic, partition, Enumerable.Range(0, Each).Select(number => $"{number}"));
        var options = kafka.Source(topic);
        var seen = new ConcurrentDictionary<SourcePosition, byte>();
        await using var first = KafkaReading.Of(options);
        await ReadOneAsync(first, seen);

        // The first one takes nothing meanwhile, and must still give partitions away.
        await using var second = KafkaReading.Of(options);
        await ReadOneAsync(second, seen);
        await Task.WhenAny(ReadAsync(first, seen, 4 * Each), ReadAsync(second, seen, 4 * Each)).WaitAsync(s_patience);

        Assert.Equal(4 * Each, seen.Count);
    }

    [KafkaFact]
    public async Task One_that_needs_all_partitions_refuses_to_share_and_the_one_that_was_there_reads_on()
    {
        var topic = kafka.NewTopic(partitions: 2);
        var options = kafka.Source(topic) with { IsAlone = true };
        _records.Write(topic, 0, "before");
        await using var first = KafkaReading.Of(options);
        await first.TakeAsync(1);

        await using var second = KafkaReading.Of(options with { AloneGrace = TimeSpan.FromSeconds(3) });
        var refusal = await second.FailureAsync();
        await second.DisposeAsync();
        _records.Write(topic, 0, "after");
        _records.Write(topic, 1, "after");
        var read = await first.TakeAsync(2);

        Assert.Contains($"another consumer reads as group '{options.Kafka.Group}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("stop the other one", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([0, 1], read.Select(record => record.Position.Partition).Order());
        Assert.All(read, record => Assert.Equal("after", record.Text));
    }

    public void Dispose() => _records.Dispose();

    private static async Task ReadOneAsync(KafkaReading reading, ConcurrentDictionary<SourcePosition, byte> seen)
    {
        var batch = await reading.TakeBatchAsync();
        foreach (var record in batch!.Records)
            seen[record.Position] = 0;
        batch.Release();
    }

    private static async Task ReadAsync(KafkaReading reading, ConcurrentDictionary<SourcePosition, byte> seen, int count)
    {
        while (seen.Count < count)
        {
            try
            {
                if (await reading.TakeBatchAsync(s_look) is not { } batch)
                    return;
                foreach (var record in batch.Records)
                    seen[record.Position] = 0;
                batch.Release();
            }
            catch (TimeoutException)
            {
                // The other one may have read the rest meanwhile.
            }
        }
    }
}
