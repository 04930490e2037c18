namespace Engine.Ingest.Sources.Receivers;

/// <summary>What came to a receiver; counted on any thread.</summary>
/// <param name="source">Name of the source.</param>
public sealed class ReceiverCounters(string source)
{
    private long _received, _bytes, _repeated, _refused, _deferred, _dropped;
    private Func<long> _lost = () => 0;
    private Func<long> _journal = () => 0;

    public string Source { get; } = source;

    /// <summary>Requests, messages and datagrams that are kept.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Bytes of them, unpacked.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests that had come before and were answered like the first time.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Requests that were turned away for good: no token, torn, too long.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests that were asked to come again: nothing of them is lost if they do.</summary>
    public long Deferred => Interlocked.Read(ref _deferred);

    /// <summary>Messages that are lost, because their senders cannot be asked to send them again; as far as it is known.</summary>
    public long Dropped => Interlocked.Read(ref _dropped) + _lost();

    /// <summary>Bytes of the journal on the disk.</summary>
    public long JournalBytes => _journal();

    internal void CountReceived(long messages, long bytes)
    {
        Interlocked.Add(ref _received, messages);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void CountRepeated() => Interlocked.Increment(ref _repeated);
    internal void CountRefused() => Interlocked.Increment(ref _refused);
    internal void CountDeferred() => Interlocked.Increment(ref _deferred);
    internal void CountDropped(long messages = 1) => Interlocked.Add(ref _dropped, messages);

    /// <summary>Asks the system for what it lost, and the journal for its size, whenever somebody looks.</summary>
    internal void Watch(Func<long> journal) => _journal = journal;

    internal void WatchLost(Func<long> lost) => _lost = lost;
}
