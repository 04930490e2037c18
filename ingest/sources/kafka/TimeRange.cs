using Confluent.Kafka;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>What Kafka took between two times, or all there is: merged by time into one partition.</summary>
internal sealed class TimeRange(KafkaSource.Options options, DateTimeOffset? from, DateTimeOffset? to) : IRangeChoice
{
    private readonly BatchBuilder _batch = new(options.Batch, options.Format, options.Environment, options.Name);

    /// <summary>The client asks for a name, and no broker ever hears it.</summary>
    public string Group => "engine-range";

    public bool IsPatient => false;

    public TimeSpan Slice => TimeSpan.Zero;

    public IReadOnlyList<(TopicPartitionOffset From, long End)> Choose(
        IReadOnlyList<TopicPartition> partitions, IConsumer<Ignore, Payload> consumer, StartOffsets starts) =>
        options.Ends.Hold(starts.ForRange(partitions, from, to));

    public BatchBuilder BatchOf(TopicPartition partition) => _batch;
}
