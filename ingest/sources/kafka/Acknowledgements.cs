using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>What is safe, on its way to the group's offsets: told on any thread, the newest counts.</summary>
internal sealed class Acknowledgements
{
    private InputPositions? _newest;

    public void Put(InputPositions positions) => Volatile.Write(ref _newest, positions);

    /// <summary>Stores the offsets of the partitions that are read; the client commits them.</summary>
    /// <remarks>For the thread that consumes.</remarks>
    public void Store<TKey, TValue>(IConsumer<TKey, TValue> consumer, IReadOnlyDictionary<TopicPartition, PartitionInput> inputs)
    {
        if (Volatile.Read(ref _newest) is null || Interlocked.Exchange(ref _newest, null) is not { } positions)
            return;
        foreach (var (partition, input) in inputs)
        {
            if (positions.Last(input.Source, partition.Partition.Value) is not { } last || last + 1 <= input.Stored)
                continue;
            try
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, last + 1));
                input.Stored = last + 1;
            }
            catch (KafkaException gone) when (gone.Error.Code is ErrorCode.Local_State or ErrorCode.Local_NoOffset or ErrorCode.Local_UnknownPartition)
            {
                // Taken away a moment ago: its next owner reads it again, and positions make that harmless.
            }
        }
    }
}
