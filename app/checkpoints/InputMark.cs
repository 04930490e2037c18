using Engine.Schemas;
using MessagePack;

namespace Engine.App.Checkpoints;

/// <summary>Where a checkpoint was cut: enough to find the way back without it.</summary>
/// <param name="At">Latest logical time of the calls before it.</param>
/// <param name="Sequence">Arrival number of the first call behind it.</param>
/// <param name="Positions">Everything up to here lies before it.</param>
internal sealed record InputMark(DateTimeOffset At, long Sequence, InputPositions Positions)
{
    /// <summary>Before the first call.</summary>
    public static InputMark Start { get; } = new(DateTimeOffset.MinValue, 0, InputPositions.None);

    public static void Save(ref MessagePackWriter writer, InputMark mark)
    {
        writer.WriteMoment(mark.At);
        writer.Write(mark.Sequence);
        InputPositions.Save(ref writer, mark.Positions);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static InputMark Load(ref MessagePackReader reader)
    {
        var at = reader.ReadMoment();
        var sequence = reader.ReadInt64();
        return new InputMark(at, sequence, InputPositions.Load(ref reader));
    }
}
