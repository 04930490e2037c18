using Engine.Detection.Signals;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Verdicts;

/// <summary>A signal as it is saved with its actor, who is not repeated.</summary>
internal static class SavedSignal
{
    private const int MostEvents = 1024;

    public static void Save(ref MessagePackWriter writer, Signal signal)
    {
        writer.Write(signal.Detector);
        writer.Write(signal.DetectorVersion);
        if (signal.Endpoint is { } endpoint)
            writer.WriteEndpoint(endpoint);
        else
            writer.WriteNil();
        writer.WriteMoment(signal.From);
        writer.WriteMoment(signal.To);
        writer.Write(signal.Strength);
        writer.Write(signal.Reason);
        writer.Write(signal.Observed);
        writer.Write(signal.Expected);
        writer.Write(signal.Threshold);
        writer.Write(signal.Unit);
        EventIds.Save(ref writer, signal.Events);
        writer.Write(signal.EventCount);
        writer.Write(signal.IsShadow);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static Signal Load(ref MessagePackReader reader, Actor actor) => new()
    {
        Actor = actor,
        Detector = reader.ReadString() ?? "",
        DetectorVersion = reader.ReadInt32(),
        Endpoint = reader.TryReadNil() ? null : reader.ReadEndpoint(),
        From = reader.ReadMoment(),
        To = reader.ReadMoment(),
        Strength = reader.ReadDouble(),
        Reason = reader.ReadString() ?? "",
        Observed = reader.ReadDouble(),
        Expected = reader.ReadDouble(),
        Threshold = reader.ReadDouble(),
        Unit = reader.ReadString() ?? "",
        Events = EventIds.Load(ref reader, MostEvents),
        EventCount = reader.ReadInt64(),
        IsShadow = reader.ReadBoolean(),
    };
}
