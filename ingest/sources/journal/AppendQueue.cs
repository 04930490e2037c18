namespace Engine.Ingest.Sources.Journal;

/// <summary>Entries on their way to the one thread that writes. Bounded: what finds no room is refused at once.</summary>
internal sealed class AppendQueue(JournalOptions options, SegmentList segments)
{
    /// <summary>Bytes of one group: beyond them waiting longer saves nothing.</summary>
    private const long MostGroupBytes = 8 * 1024 * 1024;

    private readonly Queue<WaitingEntry> _waiting = new();
    private readonly object _gate = new();
    private long _bytes;
    private bool _isClosed;

    /// <summary>Null: it waits. Otherwise why it does not.</summary>
    public AppendOutcome? TryAdd(WaitingEntry entry)
    {
        lock (_gate)
        {
            if (_isClosed)
                return AppendOutcome.Closed;
            if ((_bytes > 0 && _bytes + entry.Bytes > options.MostWaitingBytes) || segments.Bytes + _bytes + entry.Bytes > options.MostBytes)
                return AppendOutcome.Full;
            _waiting.Enqueue(entry);
            _bytes += entry.Bytes;
            Monitor.Pulse(_gate);
            return null;
        }
    }

    /// <summary>Waits for entries and takes what is there. False: it is closed, and all have been taken.</summary>
    public bool Take(List<WaitingEntry> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosed)
                Monitor.Wait(_gate);
            var bytes = 0L;
            while (bytes < MostGroupBytes && _waiting.TryDequeue(out var entry))
            {
                group.Add(entry);
                bytes += entry.Bytes;
            }

            return group.Count > 0;
        }
    }

    /// <summary>The group is done with: its bytes are on the disk or nowhere.</summary>
    public void Release(IReadOnlyList<WaitingEntry> group)
    {
        lock (_gate)
            _bytes -= group.Sum(entry => entry.Bytes);
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
