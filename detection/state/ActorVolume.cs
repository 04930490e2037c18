using Engine.Detection.Baselines;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// What an actor takes from all endpoints together, this hour and the one before, and the most it ever took: an actor that empties an
/// endpoint that it never used before is unusual for itself, whatever is known of the endpoint.
/// </summary>
internal struct ActorVolume
{
    private int _hour, _taughtBucket;
    private long _bytes, _bytesBefore;
    private int _calls, _callsBefore;

    /// <summary>Response bytes of successful calls in the look-back, and how many calls.</summary>
    public readonly long Bytes => _bytes + _bytesBefore;
    public readonly int Calls => _calls + _callsBefore;

    /// <summary>Largest look-back that this actor taught.</summary>
    public long Most { get; private set; }

    /// <summary>Two-hour buckets that taught.</summary>
    public int TaughtBuckets { get; private set; }

    public void Count(EnrichedEvent call, long ticks, BaselinePartial learning, bool mayTeach)
    {
        var hour = (int)(ticks / TimeSpan.TicksPerHour);
        if (hour > _hour)
            Roll(hour, call, learning, mayTeach);
        if (call.Call.Status is not (>= 200 and < 300) || hour < _hour - 1)
            return;
        var bytes = Math.Clamp(call.Call.ResponseBytes ?? 0, 0, HourlyVolume.MostBytes);
        if (hour == _hour)
            (_bytes, _calls) = (Math.Min(HourlyVolume.MostBytes, _bytes + bytes), _calls + 1);
        else
            (_bytesBefore, _callsBefore) = (Math.Min(HourlyVolume.MostBytes, _bytesBefore + bytes), _callsBefore + 1);
    }

    public static void Save(ref MessagePackWriter writer, in ActorVolume volume)
    {
        writer.Write(volume._hour);
        writer.Write(volume._taughtBucket);
        writer.Write(volume._bytes);
        writer.Write(volume._bytesBefore);
        writer.Write(volume._calls);
        writer.Write(volume._callsBefore);
        writer.Write(volume.Most);
        writer.Write(volume.TaughtBuckets);
    }

    public static ActorVolume Load(ref MessagePackReader reader) => new()
    {
        _hour = reader.ReadAmount(),
        _taughtBucket = reader.ReadAmount(),
        _bytes = reader.ReadInt64(),
        _bytesBefore = reader.ReadInt64(),
        _calls = reader.ReadAmount(),
        _callsBefore = reader.ReadAmount(),
        Most = reader.ReadInt64(),
        TaughtBuckets = reader.ReadAmount(),
    };

    private void Roll(int hour, EnrichedEvent call, BaselinePartial learning, bool mayTeach)
    {
        if (mayTeach && Calls > 0 && _taughtBucket != _hour / 2)
        {
            _taughtBucket = _hour / 2;
            TaughtBuckets++;
            Most = Math.Max(Most, Bytes);
            learning.Learn(BaselineKey.ForEverything(call), Metric.Bytes, Bytes, call.Actor.Hash, _taughtBucket);
        }

        (_bytesBefore, _callsBefore) = _hour == hour - 1 ? (_bytes, _calls) : (0, 0);
        (_bytes, _calls, _hour) = (0, 0, hour);
    }
}
