using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Fetches for all partitions of a range. Merging asks for the next record of one partition, and others come first: those wait, and a
/// partition with much waiting is paused, so that memory stays bounded however far the partitions lie apart in time.
/// </summary>
internal sealed class RangeFeeds(
    KafkaSource.Options options, IConsumer<Ignore, Payload> consumer, MessageReader messages, StartOffsets starts, ClientNews news,
    ReadProgress progress, Func<bool> goesOn)
{
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<TopicPartition, PartitionFeed> _feeds = [];
    private readonly HashSet<PartitionFeed> _paused = [];
    private long _mostBytesOfOne;

    /// <summary>By topic and number.</summary>
    public IReadOnlyList<PartitionFeed> All { get; private set; } = [];

    public void Assign(IReadOnlyList<(TopicPartitionOffset From, long End)> ranges)
    {
        All = [.. ranges.Select(range => new PartitionFeed(range.From.TopicPartition, range.From.Offset.Value, range.End, Fetch))];
        foreach (var feed in All)
            _feeds[feed.Partition] = feed;
        _mostBytesOfOne = Math.Max(64 * 1024, MostBytes / Math.Max(1, All.Count));
        consumer.Assign(All.Where(feed => !feed.HasEnded).Select(feed => new TopicPartitionOffset(feed.Partition, feed.Next)));
    }

    /// <summary>How far all are, for whoever shows it.</summary>
    public void Report() =>
        options.Lag.Report([.. All.Select(feed => new KafkaPosition(feed.Partition.Topic, feed.Partition.Partition.Value, feed.Next, feed.End))]);

    private bool Fetch()
    {
        ResumeWhatIsLow();
        try
        {
            if (consumer.Consume(s_poll) is { } message)
            {
                news.HearAnswer();
                Take(message);
            }
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset)
        {
            var feed = _feeds[gone.ConsumerRecord.TopicPartition];
            feed.Next = starts.BeginAnew(feed.Partition, feed.Next, news) ?? feed.Next;
            _paused.Remove(feed);
        }
        catch (ConsumeException trouble)
        {
            news.HearTrouble(trouble.Error);
        }

        return goesOn();
    }

    private void Take(ConsumeResult<Ignore, Payload> message)
    {
        var feed = _feeds[message.TopicPartition];
        if (message.IsPartitionEOF || message.Offset.Value >= feed.End)
        {
            // Behind the last record there may be offsets without one: marks of transactions, and what compaction took.
            feed.Next = Math.Max(feed.Next, message.Offset.Value);
            MessageReader.Abandon(message);
        }
        else
        {
            Deliver(message, feed);
        }

        if (feed.HasEnded || feed.WaitingBytes > _mostBytesOfOne)
            Pause(feed);
    }

    private void Deliver(ConsumeResult<Ignore, Payload> message, PartitionFeed feed)
    {
        MessageKind kind;
        RawRecord record;
        RecordBlock block;
        DeadLetter? fault;
        while ((kind = messages.Read(message, $"{options.Name}/{message.Topic}", out record, out block, out fault)) == MessageKind.Waits)
        {
            if (!goesOn())
                return;
            ((IAsyncResult)messages.Pending).AsyncWaitHandle.WaitOne(s_poll);
        }

        feed.Next = message.Offset.Value + 1;
        progress.CountBytes(message.Message.Value.Length);
        if (kind == MessageKind.Record)
            feed.Put(record, block);
        else if (kind == MessageKind.Fault)
            feed.Put(fault!);
    }

    private void Pause(PartitionFeed feed)
    {
        if (_paused.Add(feed))
            consumer.Pause([feed.Partition]);
    }

    private void ResumeWhatIsLow()
    {
        if (_paused.Count == 0)
            return;
        foreach (var feed in _paused.Where(feed => !feed.HasEnded && feed.WaitingBytes < _mostBytesOfOne / 4).ToList())
        {
            _paused.Remove(feed);
            consumer.Resume([feed.Partition]);
        }
    }
}
