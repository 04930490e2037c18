namespace Engine.App.Runs;

/// <summary>What a run has done so far. Each counter is written by one stage and read by the progress display.</summary>
internal sealed class RunCounters
{
    private long _records, _calls, _refused, _late, _unwrapped, _signals, _sessions, _delivered;

    public long Records => Volatile.Read(ref _records);
    public long Calls => Volatile.Read(ref _calls);
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Records accepted although wrapped in one extra pair of quotes.</summary>
    public long Unwrapped => Volatile.Read(ref _unwrapped);
    public long Late => Volatile.Read(ref _late);
    public long Signals => Volatile.Read(ref _signals);
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Calls that every sink has made safe.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountParsed(long records, long calls, long refused, long unwrapped)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _calls, calls);
        Interlocked.Add(ref _refused, refused);
        Interlocked.Add(ref _unwrapped, unwrapped);
    }

    public void CountLate(long late) => Interlocked.Add(ref _late, late);

    public void CountDetected(long signals, long sessions)
    {
        Interlocked.Add(ref _signals, signals);
        Interlocked.Add(ref _sessions, sessions);
    }

    public void CountDelivered(long calls) => Interlocked.Add(ref _delivered, calls);
}
