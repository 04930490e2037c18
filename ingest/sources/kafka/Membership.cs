using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The source as a member of its group: which topics there are, which partitions are ours, and where they begin.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed class Membership(
    KafkaSource.Options options, IConsumer<Ignore, Payload> consumer, IAdminClient admin, PartitionBatches batches, ClientNews news,
    TimeProvider time, CancellationToken closing)
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_metadataPatience = TimeSpan.FromSeconds(2);

    private readonly StartOffsets _starts = new(options, consumer, admin);
    private readonly TopicList _topics = new(options.Kafka.Topics);
    private readonly AloneRule _alone = new(options.AloneGrace, time);
    private HashSet<TopicPartition> _atStart = [];
    private bool _isNew;
    private long _lookedAt;

    /// <summary>Subscribes, once there is something to subscribe to.</summary>
    /// <exception cref="UserError">No broker answers in time, or none of the topics exists.</exception>
    public void Join()
    {
        var since = time.GetTimestamp();
        while (!TryLook() || _topics.Partitions == 0)
        {
            closing.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(since) > options.Kafka.StartTimeout)
                throw NothingToRead();
            closing.WaitHandle.WaitOne(s_retryEvery);
        }

        _atStart = [.. _topics.All()];
        consumer.Subscribe(options.Kafka.Topics);
    }

    /// <summary>Handler of an assignment: where each partition begins.</summary>
    public IEnumerable<TopicPartitionOffset> Assign(IReadOnlyList<TopicPartition> partitions)
    {
        _isNew = true;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var begins = _starts.ForGroup(partitions, batches.HandedOver, partition => !_atStart.Contains(partition));
                foreach (var begin in begins)
                    batches.Input(begin.TopicPartition).Begin = begin.Offset.Value;
                return begins;
            }
            catch (KafkaException away)
            {
                // A wrong guess would lose or repeat records: nothing begins before it is known where.
                news.HearTrouble(away.Error);
                closing.WaitHandle.WaitOne(s_retryEvery);
            }
        }

        return [];
    }

    /// <summary>True once after each assignment.</summary>
    public bool TakeIsNew()
    {
        var isNew = _isNew;
        _isNew = false;
        return isNew;
    }

    /// <summary>Partitions that are no longer ours.</summary>
    public void Leave(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            batches.Drop(partition);
    }

    /// <summary>The next record of the partition is no longer there, or never was: says so, and goes to what is.</summary>
    public void BeginAnew(TopicPartition partition)
    {
        try
        {
            if (!_starts.Ends([partition]).TryGetValue(partition, out var end))
                return;
            var input = batches.Input(partition);
            var offset = _starts.Choose(partition, input.Next, 0, end);
            input.Begin = offset;
            input.Taken = null;
            consumer.Seek(new TopicPartitionOffset(partition, offset));
        }
        catch (KafkaException gone)
        {
            // Taken away meanwhile, or no broker answers: the client reports it again.
            news.HearTrouble(gone.Error);
        }
    }

    /// <summary>Once in a while: what is there, how far we are, whether we are alone.</summary>
    /// <exception cref="UserError">Another engine consumes as the same group.</exception>
    public void KeepHouse()
    {
        if ((news.IsAway || time.GetElapsedTime(_lookedAt) > options.Kafka.RefreshEvery) && TryLook())
        {
            news.HearAnswer();
            news.HearMissing(_topics.Missing);
        }

        options.Lag.Report([.. batches.Inputs.Select(at => Position(at.Key, at.Value)).OrderBy(at => at.Topic, StringComparer.Ordinal).ThenBy(at => at.Partition)]);
        if (news.IsAway)
            _alone.StopWaiting();
        else if (options.IsAlone && _alone.IsBroken(consumer.Assignment.Count, _topics.Partitions))
            throw NotAlone();
    }

    private KafkaPosition Position(TopicPartition partition, PartitionInput input) =>
        new(partition.Topic, partition.Partition.Value, input.Next, consumer.GetWatermarkOffsets(partition).High is { IsSpecial: false } high ? high.Value : input.Next);

    private bool TryLook()
    {
        try
        {
            _topics.Update(admin.GetMetadata(s_metadataPatience));
            _lookedAt = time.GetTimestamp();
            return true;
        }
        catch (KafkaException away)
        {
            news.HearNoAnswer(away.Error);
            return false;
        }
    }

    private UserError NothingToRead()
    {
        var who = $"source '{options.Name}': ";
        var patience = $"{options.Kafka.StartTimeout.TotalSeconds:0} s";
        if (_lookedAt == 0)
        {
            return new UserError(
                $"{who}no broker of {options.Kafka.BootstrapServers} answers after {patience} ({news.LastComplaint?.TrimEnd('.')}); check bootstrap_servers, protocol and that Kafka runs");
        }

        var some = options.Kafka.Topics.Count == 1 ? $"has no topic '{options.Kafka.Topics[0]}'" : $"has none of the topics {string.Join(", ", options.Kafka.Topics)}";
        return new UserError($"{who}{options.Kafka.BootstrapServers} {some} after {patience}; create it, or correct topics");
    }

    private UserError NotAlone() => new(
        $"source '{options.Name}': another consumer reads as group '{options.Kafka.Group}' of {options.Kafka.BootstrapServers}: "
        + $"{consumer.Assignment.Count} of {_topics.Partitions} partitions are ours, and an engine that runs alone needs all; stop the other one, or give this one its own group");
}
