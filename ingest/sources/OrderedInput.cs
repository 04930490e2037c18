using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>One of several inputs that are merged: its next record, and the time that decides when its turn is.</summary>
/// <remarks>
/// It looks two records ahead, and a record's turn is the earlier of its own time and the next one's: a single wild time (the year 9999)
/// then does not hold back the whole rest of its file. A record whose time cannot be read goes with the one before it.
/// </remarks>
/// <param name="records">Its records; owned from here on.</param>
/// <param name="clock">Reads their times; null where there is nothing to merge with.</param>
internal sealed class OrderedInput(IRecordInput records, IRecordFormat? clock) : IDisposable
{
    private Head? _first;
    private Head? _second;
    private DateTimeOffset _lastTime;
    private bool _isPrimed;
    private bool _hasEnded;

    public IRecordInput Records { get; } = records;

    /// <summary>When the next record's turn is.</summary>
    public DateTimeOffset Turn { get; private set; }

    public bool IsEmpty => _isPrimed && _first is null;

    /// <summary>Passes over what an earlier run took, before anything is read.</summary>
    /// <param name="taken">Offset of the last record that was taken.</param>
    /// <returns>False: no record begins there, so this is not what the earlier run read.</returns>
    public bool TryResume(long taken)
    {
        Records.TrySeek(taken);
        // Times are not looked at: a record without one had the turn of the one before it, so it is next in either run.
        while (Records.TryNext(out var record, out _))
        {
            Records.Faults.Clear();
            if (record.Position.Offset >= taken)
                return record.Position.Offset == taken;
        }

        return false;
    }

    /// <summary>Makes the next record known. False: there is none.</summary>
    public bool Prime()
    {
        if (!_isPrimed)
        {
            _isPrimed = true;
            _first = Next();
            _second = clock is not null && _first is not null ? Next() : null;
            SetTurn();
        }

        return _first is not null;
    }

    /// <summary>Takes the record; the caller gets its block retained.</summary>
    public RawRecord Take(out RecordBlock block)
    {
        var head = _first ?? throw new InvalidOperationException("The input has no record: Prime was not asked.");
        block = head.Block;
        _first = clock is not null ? _second : Next();
        _second = clock is not null && _first is not null ? Next() : null;
        SetTurn();
        return head.Record;
    }

    public void Dispose()
    {
        _first?.Block.Release();
        _second?.Block.Release();
        Records.Dispose();
    }

    private void SetTurn()
    {
        if (_first is { } first)
            Turn = _second is { } second && second.Time < first.Time ? second.Time : first.Time;
    }

    private Head? Next()
    {
        if (_hasEnded)
            return null;
        if (!Records.TryNext(out var record, out var block))
        {
            _hasEnded = true;
            return null;
        }

        block.Retain();
        if (clock is not null && clock.TryReadTime(record.Bytes.Span, out var time))
            _lastTime = time;
        return new Head(record, block, _lastTime);
    }

    private readonly record struct Head(RawRecord Record, RecordBlock Block, DateTimeOffset Time);
}
