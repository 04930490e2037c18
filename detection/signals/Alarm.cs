using Engine.Detection.State;
using MessagePack;

namespace Engine.Detection.Signals;

/// <summary>Keeps a detector from saying the same thing at every call: it rings again when the evidence grew or time has passed.</summary>
internal struct Alarm
{
    private static readonly long QuietTicks = TimeSpan.FromMinutes(10).Ticks;
    private const double Growth = 0.05;

    private double _strength;
    private long _ticks;

    public bool Rings(double strength, long ticks)
    {
        if (_ticks != 0 && strength < _strength + Growth && ticks - _ticks < QuietTicks)
            return false;
        _strength = strength;
        _ticks = ticks;
        return true;
    }

    /// <summary>Two alarms turned out to be about one thing: what either said was said.</summary>
    public void Absorb(in Alarm other)
    {
        _strength = Math.Max(_strength, other._strength);
        _ticks = Math.Max(_ticks, other._ticks);
    }

    public static void Save(ref MessagePackWriter writer, in Alarm alarm)
    {
        writer.Write(alarm._strength);
        writer.Write(alarm._ticks);
    }

    public static Alarm Load(ref MessagePackReader reader) => new() { _strength = reader.ReadDouble(), _ticks = reader.ReadTicks() };
}
