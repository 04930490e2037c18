namespace Engine.Ingest.Sources.Journal;

/// <summary>The segments of a journal, oldest first, as its writer, its reader and acknowledgements share them.</summary>
internal sealed class SegmentList
{
    private readonly object _gate = new();
    private readonly List<SegmentFile> _segments = [];
    private TaskCompletionSource _grown = NewSignal();
    private long _taken = -1;

    /// <summary>Bytes of all of them.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Sum(segment => segment.End - segment.Start);
        }
    }

    /// <summary>Bytes of those that hold something that is not acknowledged; the newest is always among them.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_gate)
                return _segments.SkipWhile(IsTaken).Sum(segment => segment.End - segment.Start);
        }
    }

    /// <summary>Behind the last frame that survives the machine.</summary>
    public long End
    {
        get
        {
            lock (_gate)
                return _segments.Count == 0 ? 0 : _segments[^1].End;
        }
    }

    public void Add(SegmentFile segment)
    {
        lock (_gate)
            _segments.Add(segment);
    }

    /// <summary>More of the newest segment survives the machine.</summary>
    public void Advance(long end)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _segments[^1].End = end;
            (grown, _grown) = (_grown, NewSignal());
        }

        grown.SetResult();
    }

    /// <summary>Ends when there is something behind an offset.</summary>
    public Task WaitAsync(long offset, CancellationToken cancel)
    {
        lock (_gate)
            return _segments.Count > 0 && _segments[^1].End > offset ? Task.CompletedTask : _grown.Task.WaitAsync(cancel);
    }

    /// <summary>The first segment that begins behind an offset; null: there is none.</summary>
    public SegmentFile? After(long offset)
    {
        lock (_gate)
            return _segments.Find(segment => segment.Start > offset);
    }

    /// <summary>The first segment that ends behind an offset; null: there is none.</summary>
    public SegmentFile? Holding(long offset)
    {
        lock (_gate)
            return _segments.Find(segment => segment.End > offset);
    }

    /// <summary>What is safe elsewhere stays to be read back, until it is forgotten or room is needed.</summary>
    /// <param name="taken">Offset of the last record that is.</param>
    public void Acknowledge(long taken)
    {
        lock (_gate)
            _taken = Math.Max(_taken, taken);
    }

    /// <summary>Takes out what is acknowledged, from the oldest on: what nobody will read back, and what is too much. The newest stays: it is written to.</summary>
    /// <param name="forgotten">Offset of the last record that is not to be read back.</param>
    /// <param name="mostBytes">Of all that is left.</param>
    public IReadOnlyList<SegmentFile> TakeOut(long forgotten, long mostBytes)
    {
        lock (_gate)
        {
            var bytes = _segments.Sum(segment => segment.End - segment.Start);
            var done = new List<SegmentFile>();
            foreach (var segment in _segments.TakeWhile(IsTaken))
            {
                if (LastOf(segment) > forgotten && bytes <= mostBytes)
                    break;
                done.Add(segment);
                bytes -= segment.End - segment.Start;
            }

            _segments.RemoveRange(0, done.Count);
            return done;
        }
    }

    private bool IsTaken(SegmentFile segment) => LastOf(segment) <= _taken && !ReferenceEquals(segment, _segments[^1]);

    private static long LastOf(SegmentFile segment) => Math.Min(segment.LastRecord, segment.End);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
