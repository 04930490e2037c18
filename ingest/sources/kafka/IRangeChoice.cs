using Confluent.Kafka;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Which part of the topics is read once, and how its records go into batches.</summary>
internal interface IRangeChoice
{
    /// <summary>What the client is told to be a member of, without ever joining.</summary>
    string Group { get; }

    /// <summary>True: a broker that does not answer is waited for. False: it ends the reading.</summary>
    bool IsPatient { get; }

    /// <summary>How long one partition goes on although another one's turn has come: zero merges exactly.</summary>
    TimeSpan Slice { get; }

    /// <summary>What is read of each partition: from the offset on, up to but without the end.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    IReadOnlyList<(TopicPartitionOffset From, long End)> Choose(IReadOnlyList<TopicPartition> partitions, IConsumer<Ignore, Payload> consumer, StartOffsets starts);

    /// <summary>Where records of a partition go: one for all merges them into one partition for the logical clock.</summary>
    BatchBuilder BatchOf(TopicPartition partition);
}
