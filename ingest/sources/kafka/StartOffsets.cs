using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Looks up where partitions begin, and says loudly what is missed by it.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed partial class StartOffsets(KafkaSource.Options options, IConsumer<Ignore, Payload> consumer, IAdminClient admin)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = options.Log;

    /// <summary>First offset that is still there, and the one behind the last, of each partition; a partition that is gone has neither.</summary>
    public Dictionary<TopicPartition, (long Low, long High)> Ends(IReadOnlyCollection<TopicPartition> partitions)
    {
        var low = List(partitions, OffsetSpec.Earliest());
        var high = List(partitions, OffsetSpec.Latest());
        return partitions.Where(partition => low.ContainsKey(partition) && high.ContainsKey(partition))
            .ToDictionary(partition => partition, partition => (low[partition], high[partition]));
    }

    /// <summary>Where a member of the group begins.</summary>
    /// <param name="partitions">What was assigned.</param>
    /// <param name="handedOver">Last record of a partition that this run has handed over.</param>
    /// <param name="isNew">True for a partition that came into being while the source ran.</param>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public IReadOnlyList<TopicPartitionOffset> ForGroup(
        IReadOnlyList<TopicPartition> partitions, Func<TopicPartition, long?> handedOver, Func<TopicPartition, bool> isNew)
    {
        var ends = Ends(partitions);
        var committed = consumer.Committed(partitions, s_patience).ToDictionary(at => at.TopicPartition, at => at.Offset);
        var remembered = partitions.ToDictionary(
            partition => partition, partition => StartOffset.Remembered(handedOver(partition), Resumed(partition), Known(committed.GetValueOrDefault(partition, Offset.Unset))));
        var knownTopics = remembered.Where(entry => entry.Value is not null).Select(entry => entry.Key.Topic).ToHashSet();
        var starts = Configured([.. partitions.Where(partition => remembered[partition] is null && !isNew(partition) && !knownTopics.Contains(partition.Topic))]);
        return
        [
            .. partitions.Select(partition => new TopicPartitionOffset(
                partition,
                ends.TryGetValue(partition, out var end) ? Choose(partition, remembered[partition], starts.GetValueOrDefault(partition), end) : Offset.Beginning)),
        ];
    }

    /// <summary>The next record of a partition is no longer there, or never was: says so, and goes to what is.</summary>
    /// <returns>Offset of the next record now; null where it cannot be known now, and the client will report it again.</returns>
    public long? BeginAnew(TopicPartition partition, long next, ClientNews news)
    {
        try
        {
            if (!Ends([partition]).TryGetValue(partition, out var end))
                return null;
            var offset = Choose(partition, next, 0, end);
            // The client has given the partition up and refuses to seek in it; assigned anew, it begins anew.
            consumer.IncrementalUnassign([partition]);
            consumer.IncrementalAssign([new TopicPartitionOffset(partition, offset)]);
            return offset;
        }
        catch (KafkaException gone)
        {
            news.HearTrouble(gone.Error);
            return null;
        }
    }

    /// <summary>The one offset to read from, of what was wanted and what is there.</summary>
    private long Choose(TopicPartition partition, long? wanted, long start, (long Low, long High) end)
    {
        var choice = StartOffset.Choose(wanted, start, end.Low, end.High);
        if (choice.IsReset)
            LogReset(options.Name, partition.Topic, partition.Partition.Value, wanted ?? 0, end.High, choice.Offset);
        if (choice.Missed > 0)
        {
            options.Lag.CountMissed(choice.Missed);
            LogMissed(options.Name, choice.Missed, partition.Topic, partition.Partition.Value, wanted ?? 0, choice.Offset);
        }

        return choice.Offset;
    }

    /// <summary>What a range holds of each partition: from the offset on, up to but without the end.</summary>
    /// <param name="partitions">Which.</param>
    /// <param name="from">Records that are not older; null: all.</param>
    /// <param name="to">Records that are older; null: all that are there now.</param>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public IReadOnlyList<(TopicPartitionOffset From, long End)> ForRange(IReadOnlyList<TopicPartition> partitions, DateTimeOffset? from, DateTimeOffset? to)
    {
        var ends = Ends(partitions);
        var begins = from is { } first ? At(first, partitions) : [];
        var stops = to is { } last ? At(last, partitions) : [];
        return
        [
            .. partitions.Where(ends.ContainsKey).Select(partition => (
                new TopicPartitionOffset(partition, Choose(partition, Resumed(partition) + 1, begins.GetValueOrDefault(partition), ends[partition])),
                Math.Min(stops.GetValueOrDefault(partition, long.MaxValue), ends[partition].High))),
        ];
    }

    /// <summary>First offsets that are not older than a time; behind the last record where all are older.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public Dictionary<TopicPartition, long> At(IEnumerable<TopicPartitionTimestamp> times) => consumer.OffsetsForTimes(times, s_patience)
        .ToDictionary(at => at.TopicPartition, at => at.Offset == Offset.End ? long.MaxValue : at.Offset.Value);

    private Dictionary<TopicPartition, long> At(DateTimeOffset time, IReadOnlyCollection<TopicPartition> partitions) =>
        At(partitions.Select(partition => new TopicPartitionTimestamp(partition, new Timestamp(time.UtcDateTime))));

    private Dictionary<TopicPartition, long> Configured(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (!KafkaStart.TryParse(options.Kafka.Start, out var start) || partitions.Count == 0)
            return [];
        return start.Time is { } time
            ? At(time, partitions)
            : partitions.ToDictionary(partition => partition, _ => start.IsLatest ? long.MaxValue : 0);
    }

    private long? Resumed(TopicPartition partition) => options.Resume.Last($"{options.Name}/{partition.Topic}", partition.Partition.Value);

    private static long? Known(Offset offset) => offset.IsSpecial ? null : offset.Value;

    private Dictionary<TopicPartition, long> List(IReadOnlyCollection<TopicPartition> partitions, OffsetSpec which)
    {
        if (partitions.Count == 0)
            return [];
        var asked = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = which });
        IEnumerable<ListOffsetsResultInfo> found;
        try
        {
            found = admin.ListOffsetsAsync(asked, new ListOffsetsOptions { RequestTimeout = s_patience }).GetAwaiter().GetResult().ResultInfos;
        }
        catch (ListOffsetsException partly) when (partly.Result.ResultInfos.All(at => !at.TopicPartitionOffsetError.Error.IsError || IsGone(at.TopicPartitionOffsetError.Error)))
        {
            found = partly.Result.ResultInfos.Where(at => !at.TopicPartitionOffsetError.Error.IsError);
        }

        return found.ToDictionary(at => at.TopicPartitionOffsetError.TopicPartition, at => at.TopicPartitionOffsetError.Offset.Value);
    }

    private static bool IsGone(Error error) => error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;

    [LoggerMessage(1211, LogLevel.Error,
        "source '{Source}': {Missed} records of {Topic}/{Partition} are lost: retention took offsets {From} to {To} before they were read; keep the topic longer, or the engine running")]
    private partial void LogMissed(string source, long missed, string topic, int partition, long from, long to);

    [LoggerMessage(1212, LogLevel.Error,
        "source '{Source}': {Topic}/{Partition} ends at {High}, before offset {Wanted} that was to be read: the topic is a new one; it is read from {Offset}")]
    private partial void LogReset(string source, string topic, int partition, long wanted, long high, long offset);
}
