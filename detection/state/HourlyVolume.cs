using MessagePack;

namespace Engine.Detection.State;

/// <summary>How much an actor did at one endpoint in one hour of event time.</summary>
internal struct HourlyVolume
{
    /// <summary>Cap on <see cref="Bytes"/>, 256 TiB: logs may claim any number, and sums of it must not overflow.</summary>
    public const long MostBytes = 1L << 48;

    /// <summary>Earliest call (UTC ticks).</summary>
    public long FirstTicks;

    /// <summary>Response bytes of successful calls, at most <see cref="MostBytes"/>.</summary>
    public long Bytes;
    public int Calls;

    public void Add(int? status, long? responseBytes, long ticks)
    {
        FirstTicks = Calls == 0 ? ticks : Math.Min(FirstTicks, ticks);
        Calls++;
        if (status is >= 200 and < 300)
            Bytes = Math.Min(MostBytes, Bytes + Math.Clamp(responseBytes ?? 0, 0, MostBytes));
    }

    /// <summary>What was done elsewhere was done here.</summary>
    public void Absorb(in HourlyVolume part)
    {
        if (part.Calls == 0)
            return;
        FirstTicks = Calls == 0 ? part.FirstTicks : Math.Min(FirstTicks, part.FirstTicks);
        Calls += part.Calls;
        Bytes = Math.Min(MostBytes, Bytes + part.Bytes);
    }

    public static void Save(ref MessagePackWriter writer, in HourlyVolume volume)
    {
        writer.Write(volume.Calls);
        writer.Write(volume.FirstTicks);
        writer.Write(volume.Bytes);
    }

    public static HourlyVolume Load(ref MessagePackReader reader) => new()
    {
        Calls = reader.ReadAmount(),
        FirstTicks = reader.ReadTicks(),
        Bytes = reader.ReadInt64(),
    };
}
