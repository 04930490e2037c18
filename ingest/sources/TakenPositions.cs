using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Which records have been taken in: what comes again, after a restart or a lost connection, is known by its position. Each partition's
/// positions only grow, so the last one says it all.
/// </summary>
/// <remarks>For one thread. A run of records of one partition costs one look-up; a batch may hold several partitions.</remarks>
public sealed class TakenPositions
{
    private readonly Dictionary<InputPartition, Last> _last = [];
    private Last _current = new("", 0);

    /// <param name="restored">What a checkpoint holds.</param>
    public TakenPositions(InputPositions restored)
    {
        // All calls of a record are in a checkpoint, or none: no more of the last one is to come.
        foreach (var (partition, offset) in restored.All)
            _last.Add(partition, new Last(partition.Source, partition.Number) { Offset = offset, Index = int.MaxValue });
    }

    /// <summary>Everything taken so far, for a checkpoint. O(partitions).</summary>
    public InputPositions Positions => new(_last.ToDictionary(entry => entry.Key, entry => entry.Value.Offset));

    /// <summary>Takes a record, or one call of a record that holds several, in their order.</summary>
    /// <returns>False: it was taken before, so it is to be dropped.</returns>
    public bool TryTake(in SourcePosition position)
    {
        if (!ReferenceEquals(_current.Source, position.Source) || _current.Partition != position.Partition)
            _current = Of(position);
        var last = _current;
        if (position.Offset < last.Offset || (position.Offset == last.Offset && position.Index <= last.Index))
            return false;
        last.Offset = position.Offset;
        last.Index = position.Index;
        return true;
    }

    private Last Of(in SourcePosition position)
    {
        var partition = new InputPartition(position.Source, position.Partition);
        if (!_last.TryGetValue(partition, out var last))
            _last.Add(partition, last = new Last(position.Source, position.Partition));
        // The next record of the run holds the same instance of the name.
        last.Source = position.Source;
        return last;
    }

    private sealed class Last(string source, int partition)
    {
        public string Source { get; set; } = source;
        public int Partition { get; } = partition;
        public long Offset { get; set; } = -1;
        public int Index { get; set; }
    }
}
