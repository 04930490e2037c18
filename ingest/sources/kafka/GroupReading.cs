using Confluent.Kafka;
using Engine.Ingest.Sources.Kafka.Registry;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Reads topics as a member of a consumer group, for as long as it runs. While the stream wants nothing, or a schema is missing, every
/// partition is paused and polling goes on, or the group would think the member dead.
/// </summary>
/// <remarks>Everything here runs on the one thread that consumes, the client's handlers too; only acknowledgements come from outside.</remarks>
internal sealed class GroupReading(KafkaSource.Options options, Acknowledgements acknowledged, ReadProgress progress, TimeProvider time) : IKafkaReading
{
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(100);

    // Pausing throws away what the client has fetched: a stream that is slow for a moment is only waited for.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_houseEvery = TimeSpan.FromSeconds(1);

    private readonly Queue<ConsumeResult<Ignore, Payload>> _held = new();
    private readonly ClientNews _news = new(options);
    private bool _isPaused;
    private long _houseAt;

    public void Run(HandOver output, CancellationToken closing)
    {
        using var meter = new KafkaMeter(options.Name, options.Lag);
        using var messages = new MessageReader(options, time, AvroRecords.Open(options, time));
        var batches = new PartitionBatches(options, output, progress, time);
        Membership? member = null;
        using var consumer = ConsumerSettings.Open(options, new ConsumerBuilder<Ignore, Payload>(ConsumerSettings.Group(options))
            .SetValueDeserializer(messages.Payloads)
            .SetErrorHandler((_, error) => _news.Hear(error))
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => member!.Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Leave(member!, partitions))
            .SetPartitionsLostHandler((_, partitions) => Leave(member!, partitions)));
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        member = new Membership(
            options, consumer, new StartOffsets(options, consumer, admin), new TopicList(options, admin, _news, time), batches, _news, time, closing);
        try
        {
            member.Join();
            while (!closing.IsCancellationRequested)
                Step(consumer, member, messages, batches, output);
        }
        finally
        {
            while (_held.TryDequeue(out var left))
                MessageReader.Abandon(left);
            acknowledged.Store(consumer, batches.Inputs);
            // Commits what is stored.
            consumer.Close();
            batches.DropAll();
        }
    }

    private void Step(IConsumer<Ignore, Payload> consumer, Membership member, MessageReader messages, PartitionBatches batches, HandOver output)
    {
        acknowledged.Store(consumer, batches.Inputs);
        if (time.GetElapsedTime(_houseAt) > s_houseEvery)
        {
            member.KeepHouse();
            _houseAt = time.GetTimestamp();
        }

        var canGoOn = output.IsOpen && output.WaitForRoom(_isPaused ? s_idle : s_patience) && output.IsOpen && DeliverHeld(messages, batches);
        if (canGoOn == _isPaused)
            Pause(consumer, !canGoOn);
        // Assigned while paused: a pause belongs to the assignment, and the new one has none.
        else if (_isPaused && member.TakeIsNew())
            Pause(consumer, isPaused: true);

        if (Poll(consumer, batches.AreEmpty ? s_idle : PartitionBatches.Linger, member) is not { } message)
            batches.Flush();
        else if (_held.Count > 0 || !TryDeliver(message, messages, batches))
            _held.Enqueue(message);
    }

    private ConsumeResult<Ignore, Payload>? Poll(IConsumer<Ignore, Payload> consumer, TimeSpan timeout, Membership member)
    {
        try
        {
            var message = consumer.Consume(timeout);
            if (message is not null)
                _news.HearAnswer();
            return message;
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset)
        {
            member.BeginAnew(gone.ConsumerRecord.TopicPartition);
        }
        catch (ConsumeException trouble)
        {
            _news.HearTrouble(trouble.Error);
        }

        return null;
    }

    /// <summary>What came while a schema was missing, in its order. False: it still is.</summary>
    private bool DeliverHeld(MessageReader messages, PartitionBatches batches)
    {
        while (_held.TryPeek(out var message))
        {
            if (!messages.Pending.IsCompleted)
                ((IAsyncResult)messages.Pending).AsyncWaitHandle.WaitOne(_isPaused ? s_idle : s_patience);
            if (!messages.Pending.IsCompleted || !TryDeliver(message, messages, batches))
                return false;
            _held.Dequeue();
        }

        return true;
    }

    private static bool TryDeliver(ConsumeResult<Ignore, Payload> message, MessageReader messages, PartitionBatches batches)
    {
        var input = batches.Input(message.TopicPartition);
        switch (messages.Read(message, input.Source, out var record, out var block, out var fault))
        {
            case MessageKind.Waits:
                return false;
            case MessageKind.Record:
                input.Taken = message.Offset.Value;
                batches.Add(input, record, block);
                break;
            case MessageKind.Fault:
                input.Taken = message.Offset.Value;
                batches.Add(input, fault!);
                break;
            default:
                input.Taken = message.Offset.Value;
                break;
        }

        return true;
    }

    private void Pause(IConsumer<Ignore, Payload> consumer, bool isPaused)
    {
        _isPaused = isPaused;
        try
        {
            if (isPaused)
                consumer.Pause(consumer.Assignment);
            else
                consumer.Resume(consumer.Assignment);
        }
        catch (KafkaException gone) when (gone.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
        {
            // One was taken away in between; the next assignment is paused or resumed anew.
        }
    }

    private void Leave(Membership member, IReadOnlyList<TopicPartitionOffset> partitions)
    {
        var gone = partitions.Select(partition => partition.TopicPartition).ToHashSet();
        for (var left = _held.Count; left > 0; left--)
        {
            var message = _held.Dequeue();
            if (gone.Contains(message.TopicPartition))
                MessageReader.Abandon(message);
            else
                _held.Enqueue(message);
        }

        member.Leave(gone);
    }
}
