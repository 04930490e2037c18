using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// What an earlier run took in and is read back, because its state is lost: up to where it came by its own word, else by the group's
/// offsets, and then as far back as state reaches. Each partition keeps its own logical time, as it had it.
/// </summary>
/// <remarks>For the thread that consumes.</remarks>
/// <param name="options">What to read.</param>
/// <param name="range">Its own word; null: it left none.</param>
/// <param name="lookBack">How far state reaches back from the last record that the group took, by Kafka's time.</param>
/// <param name="time">Tells what time no record can be of.</param>
internal sealed partial class PastRange(KafkaSource.Options options, ReadBackRange? range, TimeSpan lookBack, TimeProvider time) : IRangeChoice
{
    private const int MostSilences = 100;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _log = options.Log;

    public string Group => options.Kafka.Group;

    /// <summary>As the live reading that follows.</summary>
    public bool IsPatient => true;

    /// <summary>Well below what partitions are out of order anyway.</summary>
    public TimeSpan Slice => TimeSpan.FromSeconds(1);

    public IReadOnlyList<(TopicPartitionOffset From, long End)> Choose(
        IReadOnlyList<TopicPartition> partitions, IConsumer<Ignore, Payload> consumer, StartOffsets starts)
    {
        var there = starts.Ends(partitions);
        var ends = range is null ? Committed(consumer, partitions) : Taken(partitions, range);
        // What retention took meanwhile was read before: nothing is missed but a part of the state.
        var known = ends.Where(end => there.TryGetValue(end.Key, out var at) && end.Value > at.Low && end.Value <= at.High).ToDictionary();
        var begins = range is null ? Before(consumer, starts, known) : Behind(partitions, range);
        var chosen = known.Select(end => (new TopicPartitionOffset(end.Key, Math.Max(there[end.Key].Low, begins.GetValueOrDefault(end.Key))), end.Value)).ToList();
        if (range is null && chosen.Count > 0)
            LogReadBack(options.Name, options.Kafka.Group, chosen.Sum(part => part.Value - part.Item1.Offset.Value), lookBack.TotalHours);
        return chosen;
    }

    public BatchBuilder BatchOf(TopicPartition partition) => new(
        options.Batch, options.Format, options.Environment, PartitionInput.NameOf(options, partition), isReadBack: true);

    private Dictionary<TopicPartition, long> Taken(IReadOnlyList<TopicPartition> partitions, ReadBackRange wanted) =>
        partitions.Where(partition => Last(wanted.To, partition) is not null).ToDictionary(partition => partition, partition => Last(wanted.To, partition)!.Value + 1);

    private Dictionary<TopicPartition, long> Behind(IReadOnlyList<TopicPartition> partitions, ReadBackRange wanted) =>
        partitions.ToDictionary(partition => partition, partition => (Last(wanted.From, partition) ?? -1) + 1);

    private long? Last(Schemas.InputPositions positions, TopicPartition partition) =>
        positions.Last($"{options.Name}/{partition.Topic}", partition.Partition.Value);

    private static Dictionary<TopicPartition, long> Committed(IConsumer<Ignore, Payload> consumer, IReadOnlyList<TopicPartition> partitions) =>
        consumer.Committed(partitions, s_patience).Where(at => !at.Offset.IsSpecial).ToDictionary(at => at.TopicPartition, at => at.Offset.Value);

    /// <summary>Where state begins that reaches to these ends. A partition that does not tell times is read back from its start.</summary>
    private Dictionary<TopicPartition, long> Before(IConsumer<Ignore, Payload> consumer, StartOffsets starts, Dictionary<TopicPartition, long> ends)
    {
        var asked = TimesBefore(consumer, ends).Select(last => new TopicPartitionTimestamp(last.Key, LookBackFrom(last.Value))).ToList();
        return asked.Count == 0 ? [] : starts.At(asked).Where(at => at.Value < ends[at.Key]).ToDictionary();
    }

    /// <summary>Clients claim any time: no record is of a later one than now, and before 1970 Kafka knows none.</summary>
    private Timestamp LookBackFrom(DateTimeOffset last)
    {
        var milliseconds = Math.Min(last.ToUnixTimeMilliseconds(), time.GetUtcNow().ToUnixTimeMilliseconds()) - (long)lookBack.TotalMilliseconds;
        return new Timestamp(Math.Max(0, milliseconds), TimestampType.CreateTime);
    }

    /// <summary>Kafka's time of the last record before each end.</summary>
    private static Dictionary<TopicPartition, DateTimeOffset> TimesBefore(IConsumer<Ignore, Payload> consumer, Dictionary<TopicPartition, long> ends)
    {
        var times = new Dictionary<TopicPartition, DateTimeOffset>();
        var unanswered = ends.Keys.ToHashSet();
        consumer.Assign(ends.Select(end => new TopicPartitionOffset(end.Key, end.Value - 1)));
        for (var silences = 0; unanswered.Count > 0 && silences < MostSilences;)
        {
            if (Consume(consumer) is not { } message)
            {
                silences++;
                continue;
            }

            if (unanswered.Remove(message.TopicPartition) && message.Message?.Timestamp is { Type: not TimestampType.NotAvailable } at)
                times[message.TopicPartition] = at.UtcDateTime;
            MessageReader.Abandon(message);
        }

        return times;
    }

    private static ConsumeResult<Ignore, Payload>? Consume(IConsumer<Ignore, Payload> consumer)
    {
        try
        {
            return consumer.Consume(s_silence);
        }
        catch (ConsumeException)
        {
            // It is told where the records are read; here only a time is missing.
            return null;
        }
    }

    [LoggerMessage(1213, LogLevel.Warning,
        "source '{Source}': no checkpoint is known, but group '{Group}' has read here: {Records} records are read back, {Hours:0.#} h before its offsets, to rebuild what was known; what they led to is not told again")]
    private partial void LogReadBack(string source, string group, long records, double hours);
}
