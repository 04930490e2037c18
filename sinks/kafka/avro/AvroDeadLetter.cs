using Avro.IO;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Avro;

/// <summary>A refused record by schemas/avro/DeadLetter.avsc.</summary>
internal static class AvroDeadLetter
{
    public static void Write(Encoder into, DeadLetter letter)
    {
        into.WritePosition(letter.Position);
        into.WriteTime(letter.ArrivedAt);
        into.WriteString(letter.Stage);
        into.WriteOptional(letter.Format);
        into.WriteString(letter.Reason);
        into.WriteString(letter.Sample);
        into.WriteLong(letter.Length);
    }
}
