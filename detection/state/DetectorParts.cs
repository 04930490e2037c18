using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// Saves and restores what detectors remember of an actor. Each part carries its detector's id and version: one of a detector that is gone
/// or has changed is left out, and that detector begins again.
/// </summary>
internal sealed class DetectorParts(IReadOnlyList<IDetector> detectors)
{
    private const int MostParts = 1000;

    public void Save(ref MessagePackWriter writer, ActorState state)
    {
        var count = 0;
        for (var i = 0; i < detectors.Count; i++)
            count += state.PartOf(i) is null ? 0 : 1;
        writer.WriteArrayHeader(count);
        for (var i = 0; count > 0 && i < detectors.Count; i++)
        {
            if (state.PartOf(i) is not { } part)
                continue;
            writer.Write(detectors[i].Info.Id);
            writer.Write(detectors[i].Info.Version);
            detectors[i].Save(ref writer, part);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public void Load(ref MessagePackReader reader, ActorState into)
    {
        for (var left = reader.ReadCount(MostParts); left > 0; left--)
        {
            var detector = IndexOf(reader.ReadString(), reader.ReadInt32());
            if (detector < 0)
                reader.Skip();
            else
                into.KeepPart(detector, detectors[detector].Load(ref reader), detectors.Count);
        }
    }

    private int IndexOf(string? id, int version)
    {
        for (var i = 0; i < detectors.Count; i++)
        {
            if (detectors[i].Info.Id == id && detectors[i].Info.Version == version)
                return i;
        }

        return -1;
    }
}
