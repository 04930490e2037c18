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
/// <param name="last">Offset of the last record that is wanted; what lies behind it is still looked at, so that the order is the same.</param>
internal sealed class OrderedInput(IRecordInput records, IRecordFormat? clock, long last = long.MaxValue) : IDisposable
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

    /// <summary>Makes the next record known. False: there is none.</summary>
    public bool Prime()
    {
        if (!_isPrimed)
        {
            _isPrimed = true;
            _first = Next();
            _second = clock is not null && _first is not null ? Next() : null;
            Settle();
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
        Settle();
        return head.Record;
    }

    public void Dispose()
    {
        End();
        Records.Dispose();
    }

    private void End()
    {
        _first?.Block.Release();
        _second?.Block.Release();
        (_first, _second, _hasEnded) = (null, null, true);
    }

    private void Settle()
    {
        if (_first?.Record.Position.Offset > last)
            End();
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
