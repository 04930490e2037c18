namespace Engine.Sinks.Kafka;

/// <summary>
/// What has been handed over and not yet confirmed: bounds its memory, and says when everything up to now has been confirmed. The bound is
/// ours and not the client's queue, whose room is free only a moment after it told so.
/// </summary>
/// <remarks>One writer enters at a time; leaving, waiting and failing may happen on any thread.</remarks>
/// <param name="mostBytes">Room; a single larger thing enters alone.</param>
internal sealed class InFlight(long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Generation _current = new();
    private Task _before = Task.CompletedTask;
    private TaskCompletionSource? _room;
    private long _bytes;

    /// <summary>Waits until there is room.</summary>
    /// <exception cref="Exception">The failure, once there is one.</exception>
    public async ValueTask<Ticket> EnterAsync(int bytes, CancellationToken cancel)
    {
        while (true)
        {
            ThrowIfFailed();
            TaskCompletionSource room;
            lock (_lock)
            {
                if (_bytes == 0 || _bytes + bytes <= mostBytes)
                {
                    _bytes += bytes;
                    _current.Open++;
                    return new Ticket(_current, bytes);
                }

                room = _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await Task.WhenAny(room.Task, _failed.Task).WaitAsync(cancel);
        }
    }

    /// <exception cref="Exception">The failure, once there is one.</exception>
    public void ThrowIfFailed()
    {
        if (_failed.Task.IsCompleted)
            _failed.Task.GetAwaiter().GetResult();
    }

    /// <summary>Confirmed.</summary>
    public void Leave(Ticket ticket)
    {
        lock (_lock)
        {
            _bytes -= ticket.Bytes;
            if (--ticket.Generation.Open == 0 && ticket.Generation != _current)
                ticket.Generation.Done.SetResult();
            _room?.SetResult();
            _room = null;
        }
    }

    /// <summary>Something can never be confirmed: everybody who waits, or will, gets the first failure.</summary>
    public void Fail(Exception why) => _failed.TrySetException(why);

    /// <summary>Completes when everything that has entered before this call has left.</summary>
    /// <exception cref="Exception">The failure, once there is one.</exception>
    public async Task DrainedAsync(CancellationToken cancel)
    {
        Task before;
        lock (_lock)
        {
            if (_current.Open > 0)
            {
                _before = Task.WhenAll(_before, _current.Done.Task);
                _current = new Generation();
            }

            before = _before;
        }

        await Task.WhenAny(_failed.Task, before).WaitAsync(cancel);
        // What has failed leaves as well: which of the two is seen first says nothing.
        ThrowIfFailed();
    }

    /// <summary>What entered between two questions for everything.</summary>
    internal sealed class Generation
    {
        public int Open { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal readonly record struct Ticket(Generation Generation, int Bytes);
}
