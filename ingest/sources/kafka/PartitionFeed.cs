using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>One partition of a range, up to its end: what has been fetched of it and not been taken.</summary>
/// <param name="partition">Topic and number.</param>
/// <param name="begin">Offset of the first record.</param>
/// <param name="end">Offset behind the last record of the range.</param>
/// <param name="fetch">Fetches one more record, of whichever partition. False: the reading is to stop.</param>
internal sealed class PartitionFeed(TopicPartition partition, long begin, long end, Func<bool> fetch) : IRecordInput
{
    // A partition of nothing but refused records must stay bounded: more of them between two good ones are counted.
    private const int MostListed = 256;

    private readonly Queue<(RawRecord Record, RecordBlock Block)> _waiting = new();
    private RecordBlock? _taken;
    private int _unlisted;

    public List<DeadLetter> Faults { get; } = [];

    public bool IsBroken => false;

    public TopicPartition Partition => partition;

    /// <summary>Offset of the next record to fetch.</summary>
    public long Next { get; set; } = begin;

    /// <summary>Everything has been fetched.</summary>
    public bool HasEnded => Next >= end;

    public long End => end;

    /// <summary>What the waiting records hold in memory.</summary>
    public long WaitingBytes { get; private set; }

    public void Put(in RawRecord record, RecordBlock block)
    {
        _waiting.Enqueue((record, block));
        WaitingBytes += record.Bytes.Length;
    }

    public void Put(DeadLetter fault)
    {
        if (Faults.Count < MostListed)
        {
            _unlisted = 0;
            Faults.Add(fault);
            return;
        }

        _unlisted++;
        Faults[^1] = fault with { Reason = $"{fault.Reason}; so are {_unlisted} records before it" };
    }

    public bool TryNext(out RawRecord record, out RecordBlock block)
    {
        _taken?.Release();
        _taken = null;
        while (_waiting.Count == 0 && !HasEnded && fetch())
        {
        }

        var isThere = _waiting.TryDequeue(out var next);
        (record, block) = next;
        _taken = next.Block;
        WaitingBytes -= record.Bytes.Length;
        return isThere;
    }

    public void Dispose()
    {
        _taken?.Release();
        _taken = null;
        while (_waiting.TryDequeue(out var left))
            left.Block.Release();
    }
}
