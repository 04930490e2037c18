using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>One of several inputs that are merged: its next record, and the time that decides when its turn is.</summary>
/// <remarks>
/// It looks two records ahead, and a record's turn is the earlier of its own time and the next one's: a single wild time (the year 9999)
/// then does not hold back the whole rest of its file. A record whose time cannot be read goes with the one before it.
/// </remarks>
internal sealed class OrderedInput(IRecordInput records, IRecordFormat format, bool isTimed) : IDisposable
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
            _second = isTimed && _first is not null ? Next() : null;
            SetTurn();
        }

        return _first is not null;
    }

    /// <summary>Takes the record; the caller gets its block retained.</summary>
    public RawRecord Take(out RecordBlock block)
    {
        var head = _first ?? throw new InvalidOperationException("The input has no record: Prime was not asked.");
        block = head.Block;
        _first = isTimed ? _second : Next();
        _second = isTimed && _first is not null ? Next() : null;
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
        if (isTimed && format.TryReadTime(record.Bytes.Span, out var time))
            _lastTime = time;
        return new Head(record, block, _lastTime);
    }

    private readonly record struct Head(RawRecord Record, RecordBlock Block, DateTimeOffset Time);
}
