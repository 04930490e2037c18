using System.Buffers;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>Gathers records and the blocks they lie in into one batch.</summary>
internal sealed class BatchBuilder(int size, string format, string environment, string partition, bool isReadBack = false)
{
    private readonly List<RecordBlock> _blocks = [];
    private RawRecord[] _records = ArrayPool<RawRecord>.Shared.Rent(size);
    private int _count;

    public bool IsFull => _count == size;
    public bool IsEmpty => _count == 0;

    /// <param name="record">The record.</param>
    /// <param name="block">Where it lies; retained by the caller, and the batch's from here on.</param>
    public void Add(in RawRecord record, RecordBlock block)
    {
        _records[_count++] = record;
        foreach (var known in _blocks)
        {
            if (ReferenceEquals(known, block))
            {
                block.Release();
                return;
            }
        }

        _blocks.Add(block);
    }

    /// <summary>The batch, and an empty builder again.</summary>
    public RawBatch Build(List<DeadLetter> faults)
    {
        var records = _records;
        RecordBlock[] blocks = [.. _blocks];
        DeadLetter[] found = [.. faults];
        var batch = new RawBatch(new ArraySegment<RawRecord>(records, 0, _count), format, environment, () => Release(records, blocks))
        {
            Faults = found,
            Partition = partition,
            IsReadBack = isReadBack,
        };
        faults.Clear();
        _blocks.Clear();
        _records = ArrayPool<RawRecord>.Shared.Rent(size);
        _count = 0;
        return batch;
    }

    /// <summary>Gives back what was gathered and not built.</summary>
    public void Abandon() => Release(_records, [.. _blocks]);

    private static void Release(RawRecord[] records, RecordBlock[] blocks)
    {
        ArrayPool<RawRecord>.Shared.Return(records, clearArray: true);
        foreach (var block in blocks)
            block.Release();
    }
}
