using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.Sketches;
using Engine.Schemas;

namespace Engine.Detection.Detectors;

/// <summary>First contacts of one actor, this hour and the one before.</summary>
internal sealed class ProbeState
{
    private Hour _current, _before;
    private int _taughtBucket;
    private BaselineKey _key;

    public Alarm Alarm;

    public EventSample Sample { get; } = new();

    /// <summary>Distinct paths missed that are not dead links.</summary>
    public int Suspects => _current.Suspects.Count + _before.Suspects.Count;

    public int Misses => _current.Misses.Count + _before.Misses.Count;
    public long FirstTicks => _before.FirstTicks > 0 ? _before.FirstTicks : _current.FirstTicks;

    /// <summary>Share of the first contacts that missed, 0 to 1.</summary>
    public double MissShare => (double)Suspects / Math.Max(1, Suspects + _current.Known.Count + _before.Known.Count);

    public void RollTo(int hour, DetectionContext context)
    {
        _key = BaselineKey.ForService(context.Call, context.Call.Actor.Peers);
        if (hour <= _current.Number)
            return;
        if (_current.Number != 0)
            Teach(context);
        _before = _current.Number == hour - 1 ? _current : default;
        _current = new Hour { Number = hour };
    }

    public void Known(ulong endpoint)
    {
        if (!_before.Known.Contains(endpoint))
            _current.Known.Add(endpoint);
    }

    /// <returns>True at the first contact with this path in two hours.</returns>
    public bool Miss(ulong path, EventId call, long ticks)
    {
        if (_before.Misses.Contains(path) || !_current.Misses.Add(path))
            return false;
        _current.FirstTicks = _current.FirstTicks == 0 ? ticks : Math.Min(_current.FirstTicks, ticks);
        Sample.Add(call);
        return true;
    }

    public void Suspect(ulong path) => _current.Suspects.Add(path);

    /// <summary>Once per two-hour bucket, so that no actor's share grows with its patience.</summary>
    public void Teach(DetectionContext context)
    {
        var bucket = _current.Number / 2;
        if (!context.MayTeach || bucket == _taughtBucket)
            return;
        _taughtBucket = bucket;
        context.Learning.Learn(_key, Metric.Misses, Misses, context.Actor.Actor.Hash, bucket);
    }

    private struct Hour
    {
        public int Number;
        public long FirstTicks;
        public DistinctSet Known, Misses, Suspects;
    }
}
