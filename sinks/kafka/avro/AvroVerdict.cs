using Avro.IO;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Avro;

/// <summary>A verdict by schemas/avro/Verdict.avsc: everything of it, numbers unrounded. Enumerations are written by their place.</summary>
internal static class AvroVerdict
{
    public static void Write(Encoder into, Verdict verdict)
    {
        into.WriteId(verdict.Id);
        into.WriteInt(verdict.Revision);
        into.WriteTime(verdict.Time);
        into.WriteActor(verdict.Actor.Key);
        into.WriteTexts(verdict.Targets.Addresses);
        into.WriteTexts(verdict.Targets.Users);
        into.WriteTexts(verdict.Targets.Sessions);
        into.WriteTexts(verdict.Targets.Tokens);
        into.WriteTexts(verdict.Categories);
        into.WriteEnum((int)verdict.Severity);
        into.WriteDouble(verdict.Confidence);
        into.WriteDouble(verdict.Score);
        into.WriteEnum((int)verdict.Action);
        into.WriteTime(verdict.FirstEvent);
        into.WriteTime(verdict.LastEvent);
        into.WriteLong(verdict.EventCount);
        into.WriteTime(verdict.Expires);
        into.WriteList(verdict.Signals, WriteSignal);
        into.WriteString(verdict.Explanation);
        into.WriteString(verdict.Counterfactual);
        into.WriteString(verdict.Versions.Engine);
        into.WriteString(verdict.Versions.Rules);
        into.WriteString(verdict.Versions.Knowledge);
    }

    private static void WriteSignal(Encoder into, Signal signal)
    {
        into.WriteString(signal.Detector);
        into.WriteInt(signal.DetectorVersion);
        into.WriteActor(signal.Actor.Key);
        if (into.WriteIsThere(signal.Endpoint is not null))
        {
            into.WriteString(signal.Endpoint!.Service);
            into.WriteString(signal.Endpoint.Method);
            into.WriteString(signal.Endpoint.Template);
        }

        into.WriteTime(signal.From);
        into.WriteTime(signal.To);
        into.WriteDouble(signal.Strength);
        into.WriteString(signal.Reason);
        into.WriteDouble(signal.Observed);
        into.WriteDouble(signal.Expected);
        into.WriteDouble(signal.Threshold);
        into.WriteString(signal.Unit);
        into.WriteList(signal.Events, static (to, id) => to.WriteId(id));
        into.WriteLong(signal.EventCount);
        into.WriteBoolean(signal.IsShadow);
    }
}
