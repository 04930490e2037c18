using Confluent.Kafka;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Where a range ended when it was first read. Whoever reads it again with these ends there too, whatever was written meanwhile.</summary>
/// <remarks>For one reading at a time.</remarks>
public sealed class RangeEnds
{
    private Dictionary<TopicPartition, long>? _ends;

    /// <summary>The ranges with the ends of the first reading, which these are where it is the first.</summary>
    internal IReadOnlyList<(TopicPartitionOffset From, long End)> Hold(IReadOnlyList<(TopicPartitionOffset From, long End)> ranges)
    {
        _ends ??= ranges.ToDictionary(range => range.From.TopicPartition, range => range.End);
        return [.. ranges.Where(range => _ends.ContainsKey(range.From.TopicPartition)).Select(range => (range.From, _ends[range.From.TopicPartition]))];
    }
}
