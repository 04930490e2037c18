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
            _last.Add(partition, new Last(partition.Source, partition.Number) { Call = (offset, int.MaxValue), Refusal = (offset, int.MaxValue) });
    }

    /// <summary>Everything taken so far, for a checkpoint. O(partitions).</summary>
    public InputPositions Positions => new(_last.ToDictionary(entry => entry.Key, entry => Math.Max(entry.Value.Call.Offset, entry.Value.Refusal.Offset)));

    /// <summary>Takes one call, in the order of the batch.</summary>
    /// <returns>False: it was taken before, so it is to be dropped.</returns>
    public bool TryTake(in SourcePosition call)
    {
        var last = LastOf(call);
        if ((call.Offset, call.Index).CompareTo(last.Call) <= 0)
            return false;
        last.Call = (call.Offset, call.Index);
        return true;
    }

    /// <summary>Takes one record, or call of a record, that its format refused. A batch holds them apart from its calls, in an order of their own.</summary>
    /// <returns>False: it was taken before, so it is to be dropped.</returns>
    public bool TryTakeRefused(in SourcePosition call)
    {
        var last = LastOf(call);
        if ((call.Offset, call.Index).CompareTo(last.Refusal) <= 0)
            return false;
        last.Refusal = (call.Offset, call.Index);
        return true;
    }

    private Last LastOf(in SourcePosition position)
    {
        if (!ReferenceEquals(_current.Source, position.Source) || _current.Partition != position.Partition)
            _current = Of(position);
        return _current;
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
        public (long Offset, int Index) Call { get; set; } = (-1, 0);
        public (long Offset, int Index) Refusal { get; set; } = (-1, 0);
    }
}
