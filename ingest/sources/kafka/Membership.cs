using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The source as a member of its group: which topics there are, which partitions are ours, and where they begin.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed class Membership(
    KafkaSource.Options options, IConsumer<Ignore, Payload> consumer, StartOffsets starts, TopicList topics, PartitionBatches batches, ClientNews news,
    TimeProvider time, CancellationToken closing)
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(250);

    private readonly AloneRule _alone = new(options.AloneGrace, time);
    private HashSet<TopicPartition> _atStart = [];
    private bool _isNew;

    /// <summary>Subscribes, once there is something to subscribe to.</summary>
    /// <exception cref="UserError">No broker answers in time, or none of the topics exists.</exception>
    public void Join()
    {
        topics.Await(closing);
        _atStart = [.. topics.All()];
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
                var begins = starts.ForGroup(partitions, batches.HandedOver, partition => !_atStart.Contains(partition));
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

    /// <summary>The next record of the partition is no longer there, or never was.</summary>
    public void BeginAnew(TopicPartition partition)
    {
        var input = batches.Input(partition);
        if (starts.BeginAnew(partition, input.Next, news) is not { } offset)
            return;
        _isNew = true;
        input.Begin = offset;
        input.Taken = null;
    }

    /// <summary>Once in a while: what is there, how far we are, whether we are alone.</summary>
    /// <exception cref="UserError">Another engine consumes as the same group.</exception>
    public void KeepHouse()
    {
        topics.LookWhenDue();
        options.Lag.Report([.. batches.Inputs.Select(at => Position(at.Key, at.Value)).OrderBy(at => at.Topic, StringComparer.Ordinal).ThenBy(at => at.Partition)]);
        if (news.IsAway)
            _alone.StopWaiting();
        else if (options.IsAlone && _alone.IsBroken(consumer.Assignment.Count, topics.Count))
            throw NotAlone();
    }

    private KafkaPosition Position(TopicPartition partition, PartitionInput input) =>
        new(partition.Topic, partition.Partition.Value, input.Next, consumer.GetWatermarkOffsets(partition).High is { IsSpecial: false } high ? high.Value : input.Next);

    private UserError NotAlone() => new(
        $"source '{options.Name}': another consumer reads as group '{options.Kafka.Group}' of {options.Kafka.BootstrapServers}: "
        + $"{consumer.Assignment.Count} of {topics.Count} partitions are ours, and an engine that runs alone needs all; stop the other one, or give this one its own group");
}
