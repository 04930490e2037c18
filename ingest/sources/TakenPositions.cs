using System.Runtime.InteropServices;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Which records were taken in already: a source that reads again, after a restart or a lost connection, must not have its calls judged twice.
/// </summary>
/// <remarks>
/// Offsets of a partition only grow, so the last one says it all. Calls of one record share its offset and come in one batch, so what a batch
/// takes counts from the next one on. For one thread.
/// </remarks>
public sealed class TakenPositions
{
    private readonly Dictionary<InputPartition, long> _last = [];
    private readonly Dictionary<InputPartition, long> _batch = [];

    /// <summary>Changes with every batch that took something in.</summary>
    public long Version { get; private set; }

    /// <summary>Up to the last settled batch.</summary>
    public InputPositions Positions => new(_last);

    /// <summary>False: an earlier batch had this record.</summary>
    public bool TryTake(in SourcePosition position)
    {
        var partition = new InputPartition(position.Source, position.Partition);
        if (_last.TryGetValue(partition, out var last) && position.Offset <= last)
            return false;
        ref var furthest = ref CollectionsMarshal.GetValueRefOrAddDefault(_batch, partition, out var isKnown);
        furthest = isKnown ? Math.Max(furthest, position.Offset) : position.Offset;
        return true;
    }

    /// <summary>The batch is through: its records are taken.</summary>
    public void Settle()
    {
        if (_batch.Count == 0)
            return;
        foreach (var (partition, offset) in _batch)
            _last[partition] = offset;
        _batch.Clear();
        Version++;
    }

    /// <summary>Goes on where an earlier run was.</summary>
    public void Restore(InputPositions positions)
    {
        foreach (var (partition, offset) in positions.All)
            _last[partition] = offset;
    }
}
