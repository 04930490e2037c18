using MessagePack;

namespace Engine.Detection;

/// <summary>How far a run has come.</summary>
internal sealed class RunProgress
{
    /// <summary>Layout of everything that detection saves: one of another layout cannot be read.</summary>
    private const int Layout = 1;

    /// <summary>Number of the present epoch of logical time; the smallest possible before the first call.</summary>
    public long Epoch { get; set; } = long.MinValue;

    /// <summary>Arrival number of the next call.</summary>
    public long Sequence { get; set; }

    /// <summary>Actors, and things to learn, that were given up under pressure before this process.</summary>
    public long Forgotten { get; set; }
    public long Overflowed { get; set; }

    /// <summary>Number of the baselines in force.</summary>
    public long Knowledge { get; set; }

    public static void Save(ref MessagePackWriter writer, RunProgress progress)
    {
        writer.Write(Layout);
        writer.Write(progress.Epoch);
        writer.Write(progress.Sequence);
        writer.Write(progress.Forgotten);
        writer.Write(progress.Overflowed);
        writer.Write(progress.Knowledge);
    }

    /// <exception cref="InvalidDataException">It was saved by another build, in another layout.</exception>
    public static RunProgress Load(ref MessagePackReader reader)
    {
        var layout = reader.ReadInt32();
        if (layout != Layout)
            throw new InvalidDataException($"detection's state has layout {layout}, this build reads {Layout}");
        return new RunProgress
        {
            Epoch = reader.ReadInt64(),
            Sequence = reader.ReadInt64(),
            Forgotten = reader.ReadInt64(),
            Overflowed = reader.ReadInt64(),
            Knowledge = reader.ReadInt64(),
        };
    }
}
