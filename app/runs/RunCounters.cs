using Engine.App.Stages;
using Engine.Schemas;
using MessagePack;

namespace Engine.App.Runs;

/// <summary>What a run has done so far. Each counter is written by one stage and read by the progress display.</summary>
internal sealed class RunCounters
{
    private long _records, _calls, _refused, _late, _unwrapped, _skipped, _signals, _sessions, _delivered, _repeated;

    public long Records => Volatile.Read(ref _records);
    public long Calls => Volatile.Read(ref _calls);
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Records accepted although wrapped in one extra pair of quotes.</summary>
    public long Unwrapped => Volatile.Read(ref _unwrapped);

    /// <summary>Good records, or parts of them, that tell of no call.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Calls that were read again and had been taken in before.</summary>
    public long Repeated => Volatile.Read(ref _repeated);
    public long Late => Volatile.Read(ref _late);
    public long Signals => Volatile.Read(ref _signals);
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Calls that every sink has made safe.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountTaken(ParsedBatch batch, IReadOnlyList<ApiEvent> calls, long refused)
    {
        Interlocked.Add(ref _records, batch.Records);
        Interlocked.Add(ref _calls, calls.Count);
        Interlocked.Add(ref _refused, refused);
        Interlocked.Add(ref _unwrapped, batch.Unwrapped);
        Interlocked.Add(ref _skipped, batch.Skipped);
        Digest = unchecked(Digest + batch.Digest);
        CountTimes(calls);
    }

    public void CountTimes(IReadOnlyList<ApiEvent> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var at = calls[i].At;
            if (First is null || at < First)
                First = at;
            if (Last is null || at > Last)
                Last = at;
        }
    }

    /// <summary>Digest of everything read: equal inputs have equal ones, in whatever order they came. To be read when the run is over, like the times.</summary>
    public UInt128 Digest { get; private set; }

    /// <summary>Event time of the earliest call; null before the first.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Event time of the latest call.</summary>
    public DateTimeOffset? Last { get; private set; }

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
        writer.Write(Skipped);
        writer.WriteHash(Digest);
        writer.Write(First?.UtcTicks ?? -1);
        writer.Write(Last?.UtcTicks ?? -1);
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
        _skipped = reader.ReadInt64();
        Digest = reader.ReadHash();
        First = MomentOrNull(reader.ReadInt64());
        Last = MomentOrNull(reader.ReadInt64());
        _delivered = _calls;
    }

    public void RestoreDetected(ref MessagePackReader reader)
    {
        _signals = reader.ReadInt64();
        _sessions = reader.ReadInt64();
    }

    private static DateTimeOffset? MomentOrNull(long ticks) => ticks < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
