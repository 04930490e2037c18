using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Which records have been taken in: what comes again, after a restart or a lost connection, is known by its position. Each partition's
/// positions only grow, so the last one says it all.
/// </summary>
/// <remarks>
/// Calls of one record share its offset and come in one batch, and a batch's calls and its refused records are asked for apart: so what a
/// batch takes counts from the next one on. For one thread. A run of records of one partition costs one look-up.
/// </remarks>
public sealed class TakenPositions
{
    private readonly Dictionary<InputPartition, Last> _last = [];
    private readonly List<Last> _moved = [];
    private Last _current = new("", 0);

    /// <summary>Rises with every batch that took something in.</summary>
    public long Version { get; private set; }

    /// <summary>Everything taken so far, for a checkpoint. O(partitions).</summary>
    public InputPositions Positions => new(_last.Where(entry => entry.Value.Offset >= 0).ToDictionary(entry => entry.Key, entry => entry.Value.Offset));

    /// <summary>Goes on where a checkpoint was.</summary>
    public void Restore(InputPositions positions)
    {
        foreach (var (partition, offset) in positions.All)
            _last[partition] = new Last(partition.Source, partition.Number) { Offset = offset, Next = offset };
    }

    /// <summary>Takes a record, or one call of a record that holds several.</summary>
    /// <returns>False: an earlier batch had it, so it is to be dropped.</returns>
    public bool TryTake(in SourcePosition position)
    {
        if (!ReferenceEquals(_current.Source, position.Source) || _current.Partition != position.Partition)
            _current = Of(position);
        var last = _current;
        if (position.Offset <= last.Offset)
            return false;
        if (last.Next == last.Offset)
            _moved.Add(last);
        last.Next = Math.Max(last.Next, position.Offset);
        return true;
    }

    /// <summary>The batch is through: what it took is taken.</summary>
    public void Settle()
    {
        if (_moved.Count == 0)
            return;
        foreach (var last in _moved)
            last.Offset = last.Next;
        _moved.Clear();
        Version++;
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

        /// <summary>Of the last record of earlier batches; -1 before the first.</summary>
        public long Offset { get; set; } = -1;

        /// <summary>The same with the present batch.</summary>
        public long Next { get; set; } = -1;
    }
}
