using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.Sketches;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Detectors;

/// <summary>First contacts of one actor, this hour and the one before.</summary>
internal sealed class ProbeState
{
    /// <summary>Fields that are saved.</summary>
    private const int Fields = 14;

    private RecentSet _known, _misses, _suspects;
    private int _hour, _taughtBucket;
    private long _firstTicks, _firstTicksBefore;
    private BaselineKey _key;

    public Alarm Alarm;

    public EventSample Sample { get; private init; } = new();

    /// <summary>Distinct paths missed that are not dead links.</summary>
    public int Suspects => _suspects.Count;

    public int Misses => _misses.Count;

    public long FirstTicks => _firstTicksBefore > 0 ? _firstTicksBefore : _firstTicks;

    /// <summary>Share of the first contacts that missed, 0 to 1.</summary>
    /// <param name="knownEarlier">Endpoints that the actor found before it missed anything.</param>
    public double MissShare(int knownEarlier) => (double)Suspects / Math.Max(1, Suspects + Math.Max(knownEarlier, _known.Count));

    public void RollTo(int hour, DetectionContext context)
    {
        if (hour <= _hour)
            return;
        if (_hour != 0)
            Teach(context);
        _key = BaselineKey.ForService(context.Call, context.Call.Actor.Peers);
        var isNext = _hour == hour - 1;
        _known.Roll(isNext);
        _misses.Roll(isNext);
        _suspects.Roll(isNext);
        (_firstTicksBefore, _firstTicks, _hour) = (isNext ? _firstTicks : 0, 0, hour);
    }

    /// <param name="contact">An endpoint, or a path of one that is not known yet.</param>
    public void Known(ulong contact) => _known.Add(contact);

    /// <summary>Notes a missed path in the hour that it belongs to; one older than both is no evidence any more.</summary>
    /// <returns>True at the first contact with this path in two hours.</returns>
    public bool Miss(ulong path, EventId call, long ticks)
    {
        if (!Note(ref _misses, path, ticks))
            return false;
        ref var first = ref HourOf(ticks) == _hour ? ref _firstTicks : ref _firstTicksBefore;
        first = first == 0 ? ticks : Math.Min(first, ticks);
        Sample.Add(call);
        return true;
    }

    public void Suspect(ulong path, long ticks) => Note(ref _suspects, path, ticks);

    /// <summary>Once per two-hour bucket, so that no actor's share grows with its patience.</summary>
    public void Teach(DetectionContext context)
    {
        var bucket = _hour / 2;
        if (!context.MayTeach || bucket == _taughtBucket)
            return;
        _taughtBucket = bucket;
        context.Learning.Learn(_key, Metric.Misses, Misses, context.Actor.Actor.Hash, bucket);
    }

    public static void Save(ref MessagePackWriter writer, ProbeState probes)
    {
        writer.WriteArrayHeader(Fields);
        RecentSet.Save(ref writer, probes._known);
        RecentSet.Save(ref writer, probes._misses);
        RecentSet.Save(ref writer, probes._suspects);
        writer.Write(probes._hour);
        writer.Write(probes._taughtBucket);
        writer.Write(probes._firstTicks);
        writer.Write(probes._firstTicksBefore);
        BaselineKey.Save(ref writer, probes._key);
        Alarm.Save(ref writer, probes.Alarm);
        EventSample.Save(ref writer, probes.Sample);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static ProbeState Load(ref MessagePackReader reader)
    {
        reader.ReadFields(Fields);
        return new ProbeState
        {
            _known = RecentSet.Load(ref reader),
            _misses = RecentSet.Load(ref reader),
            _suspects = RecentSet.Load(ref reader),
            _hour = reader.ReadAmount(),
            _taughtBucket = reader.ReadAmount(),
            _firstTicks = reader.ReadTicks(),
            _firstTicksBefore = reader.ReadTicks(),
            _key = BaselineKey.Load(ref reader),
            Alarm = Alarm.Load(ref reader),
            Sample = EventSample.Load(ref reader),
        };
    }

    private bool Note(ref RecentSet set, ulong path, long ticks) => HourOf(ticks) switch
    {
        var hour when hour == _hour => set.Add(path),
        var hour when hour == _hour - 1 => set.AddBefore(path),
        _ => false,
    };

    private static int HourOf(long ticks) => (int)(ticks / TimeSpan.TicksPerHour);
}
