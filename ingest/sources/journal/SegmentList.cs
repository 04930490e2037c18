namespace Engine.Ingest.Sources.Journal;

/// <summary>The segments of a journal, oldest first, as its writer, its reader and acknowledgements share them.</summary>
internal sealed class SegmentList
{
    private readonly object _gate = new();
    private readonly List<SegmentFile> _segments = [];
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>Bytes of all of them.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Sum(segment => segment.End - segment.Start);
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

    /// <summary>Takes out the segments of which nothing is needed any more. The newest stays: it is written to.</summary>
    /// <param name="taken">Offset of the last record that is safe elsewhere.</param>
    public IReadOnlyList<SegmentFile> TakeOut(long taken)
    {
        lock (_gate)
        {
            var done = _segments.Take(Math.Max(0, _segments.Count - 1)).TakeWhile(segment => Math.Min(segment.LastRecord, segment.End) <= taken).ToList();
            _segments.RemoveRange(0, done.Count);
            return done;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
