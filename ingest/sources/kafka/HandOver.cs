namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Batches on their way from the thread that consumes to the stream, which takes them when it wants them. Bounded: whoever puts in asks
/// for room first.
/// </summary>
internal sealed class HandOver(long mostBytes = HandOver.DefaultMostBytes)
{
    public const long DefaultMostBytes = 8 * 1024 * 1024;
    private const int MostBatches = 64;

    private readonly Queue<(RawBatch Batch, long Bytes)> _batches = new();
    private readonly object _gate = new();
    private Action? _available;
    private Exception? _failure;
    private bool _isAwaited;
    private bool _isCompleted;
    private bool _isClosed;
    private bool _isFull;
    private long _bytes;

    /// <summary>False: the stream has ended, and nothing that is put in is taken any more.</summary>
    public bool IsOpen => !Volatile.Read(ref _isClosed);

    /// <param name="available">Called on the putting thread when there is something for a taker that found nothing.</param>
    public void Open(Action available) => _available = available;

    /// <summary>Waits for the taker, once and not longer than the patience. True: there is room now.</summary>
    public bool WaitForRoom(TimeSpan patience)
    {
        if (!Volatile.Read(ref _isFull))
            return true;
        lock (_gate)
        {
            if (_isFull)
                Monitor.Wait(_gate, patience);
            return !_isFull;
        }
    }

    /// <param name="batch">Released at once when the stream has ended.</param>
    /// <param name="bytes">What its records hold in memory.</param>
    public void Put(RawBatch batch, long bytes)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                batch.Release();
                return;
            }

            _batches.Enqueue((batch, bytes));
            _bytes += bytes;
            _isFull = _bytes >= mostBytes || _batches.Count >= MostBatches;
        }

        Announce();
    }

    /// <param name="failure">Why no more comes; null: all has been read.</param>
    public void Complete(Exception? failure)
    {
        lock (_gate)
        {
            _isCompleted = true;
            _failure = failure;
        }

        Announce();
    }

    /// <summary>Takes the next batch. False: there is none now, and it will be announced; or there is none ever.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="hasEnded">No more will come.</param>
    /// <param name="failure">Why; null: all has been read.</param>
    public bool TryTake(out RawBatch batch, out bool hasEnded, out Exception? failure)
    {
        lock (_gate)
        {
            (hasEnded, failure) = (false, null);
            if (!_batches.TryDequeue(out var next))
            {
                (hasEnded, failure) = (_isCompleted, _failure);
                _isAwaited = true;
                batch = null!;
                return false;
            }

            batch = next.Batch;
            _bytes -= next.Bytes;
            // Half, so that a thread that waits does not wake for every single batch.
            if (_isFull && _bytes <= mostBytes / 2 && _batches.Count <= MostBatches / 2)
                MakeRoom();
            return true;
        }
    }

    /// <summary>The stream has ended: gives back what nobody takes any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_batches.TryDequeue(out var left))
                left.Batch.Release();
            MakeRoom();
        }
    }

    private void MakeRoom()
    {
        _isFull = false;
        Monitor.PulseAll(_gate);
    }

    private void Announce()
    {
        lock (_gate)
        {
            if (!_isAwaited)
                return;
            _isAwaited = false;
        }

        _available?.Invoke();
    }
}
