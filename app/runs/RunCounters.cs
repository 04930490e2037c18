using MessagePack;

namespace Engine.App.Runs;

/// <summary>What a run has done so far. Each counter is written by one stage and read by the progress display.</summary>
internal sealed class RunCounters
{
    private long _records, _calls, _refused, _late, _unwrapped, _signals, _sessions, _delivered, _repeated;

    public long Records => Volatile.Read(ref _records);
    public long Calls => Volatile.Read(ref _calls);
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Records accepted although wrapped in one extra pair of quotes.</summary>
    public long Unwrapped => Volatile.Read(ref _unwrapped);

    /// <summary>Calls that were read again and had been taken in before.</summary>
    public long Repeated => Volatile.Read(ref _repeated);
    public long Late => Volatile.Read(ref _late);
    public long Signals => Volatile.Read(ref _signals);
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Calls that every sink has made safe.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountTaken(long records, long calls, long refused, long unwrapped)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _calls, calls);
        Interlocked.Add(ref _refused, refused);
        Interlocked.Add(ref _unwrapped, unwrapped);
    }

    public void CountLate(long late) => Interlocked.Add(ref _late, late);

    public void CountRepeated(long repeated) => Interlocked.Add(ref _repeated, repeated);

    public void CountDetected(long signals, long sessions)
    {
        Interlocked.Add(ref _signals, signals);
        Interlocked.Add(ref _sessions, sessions);
    }

    public void CountDelivered(long calls) => Interlocked.Add(ref _delivered, calls);

    /// <summary>What was read, as of the sequential stage: a run that goes on counts on.</summary>
    public void SaveInput(ref MessagePackWriter writer)
    {
        writer.Write(Records);
        writer.Write(Calls);
        writer.Write(Refused);
        writer.Write(Late);
        writer.Write(Unwrapped);
    }

    /// <summary>What was concluded, as of detection.</summary>
    public void SaveDetected(ref MessagePackWriter writer)
    {
        writer.Write(Signals);
        writer.Write(Sessions);
    }

    public void RestoreInput(ref MessagePackReader reader)
    {
        _records = reader.ReadInt64();
        _calls = reader.ReadInt64();
        _refused = reader.ReadInt64();
        _late = reader.ReadInt64();
        _unwrapped = reader.ReadInt64();
        _delivered = _calls;
    }

    public void RestoreDetected(ref MessagePackReader reader)
    {
        _signals = reader.ReadInt64();
        _sessions = reader.ReadInt64();
    }
}
