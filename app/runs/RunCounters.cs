using System.Globalization;
using Engine.App.Stages;
using Engine.Detection;
using Engine.Schemas;
using MessagePack;

namespace Engine.App.Runs;

/// <summary>What a run has done so far. Each counter is written by one stage and read by the progress display.</summary>
internal sealed class RunCounters
{
    private readonly Lock _input = new();
    private long _records, _calls, _refused, _late, _unwrapped, _skipped, _signals, _sessions, _verdicts, _delivered, _repeated;
    private UInt128 _digest;
    private DateTimeOffset? _first, _last;

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

    /// <summary>Distinct ones, whatever their revisions.</summary>
    public long Verdicts => Volatile.Read(ref _verdicts);

    /// <summary>Calls that every sink has made safe.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountTaken(ParsedBatch batch, IReadOnlyList<ApiEvent> calls, long refused)
    {
        Interlocked.Add(ref _records, batch.Records);
        Interlocked.Add(ref _calls, calls.Count);
        Interlocked.Add(ref _refused, refused);
        Interlocked.Add(ref _unwrapped, batch.Unwrapped);
        Interlocked.Add(ref _skipped, batch.Skipped);
        lock (_input)
        {
            _digest = unchecked(_digest + batch.Digest);
            for (var i = 0; i < calls.Count; i++)
                CountTime(calls[i].At);
        }
    }

    /// <summary>Calls that an earlier run stored.</summary>
    public void CountStored(IReadOnlyList<EnrichedEvent> calls)
    {
        Interlocked.Add(ref _records, calls.Count);
        Interlocked.Add(ref _calls, calls.Count);
        var late = 0;
        lock (_input)
        {
            for (var i = 0; i < calls.Count; i++)
            {
                late += calls[i].IsLate ? 1 : 0;
                CountTime(calls[i].Call.At);
            }
        }

        CountLate(late);
    }

    /// <summary>When the run began (UTC, wall clock); one that goes on keeps it.</summary>
    public DateTimeOffset Started { get; private set; } = TimeProvider.System.GetUtcNow();

    /// <summary>
    /// Digest of everything read: equal inputs have equal ones, in whatever order they came. Null where nothing was read, or calls came
    /// from the store.
    /// </summary>
    public string? Digest
    {
        get
        {
            lock (_input)
                return _digest == 0 ? null : _digest.ToString("x32", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Event times of the earliest and the latest call; null before the first.</summary>
    public (DateTimeOffset? First, DateTimeOffset? Last) Times
    {
        get
        {
            lock (_input)
                return (_first, _last);
        }
    }

    public void CountLate(long late) => Interlocked.Add(ref _late, late);

    public void CountRepeated(long repeated) => Interlocked.Add(ref _repeated, repeated);

    public void CountDetected(DetectionResult result)
    {
        Interlocked.Add(ref _signals, result.Signals.Count);
        Interlocked.Add(ref _sessions, result.Sessions.Count);
        var opened = 0;
        for (var i = 0; i < result.Verdicts.Count; i++)
            opened += result.Verdicts[i].Revision == 1 ? 1 : 0;
        Interlocked.Add(ref _verdicts, opened);
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
        writer.WriteHash(_digest);
        writer.Write(_first?.UtcTicks ?? -1);
        writer.Write(_last?.UtcTicks ?? -1);
        writer.WriteMoment(Started);
    }

    /// <summary>What was concluded, as of detection.</summary>
    public void SaveDetected(ref MessagePackWriter writer)
    {
        writer.Write(Signals);
        writer.Write(Sessions);
        writer.Write(Verdicts);
    }

    public void RestoreInput(ref MessagePackReader reader)
    {
        _records = reader.ReadInt64();
        _calls = reader.ReadInt64();
        _refused = reader.ReadInt64();
        _late = reader.ReadInt64();
        _unwrapped = reader.ReadInt64();
        _skipped = reader.ReadInt64();
        _digest = reader.ReadHash();
        _first = MomentOrNull(reader.ReadInt64());
        _last = MomentOrNull(reader.ReadInt64());
        Started = reader.ReadMoment();
        _delivered = _calls;
    }

    public void RestoreDetected(ref MessagePackReader reader)
    {
        _signals = reader.ReadInt64();
        _sessions = reader.ReadInt64();
        _verdicts = reader.ReadInt64();
    }

    private void CountTime(DateTimeOffset at)
    {
        if (_first is null || at < _first)
            _first = at;
        if (_last is null || at > _last)
            _last = at;
    }

    private static DateTimeOffset? MomentOrNull(long ticks) => ticks < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
