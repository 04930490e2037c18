using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts;

/// <summary>How a fact is written to a checkpoint.</summary>
internal static class SavedFact
{
    private const int Fields = 16;

    public static void Write(ref MessagePackWriter writer, in Fact fact)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write((byte)fact.Kind);
        writer.Write(fact.Key);
        writer.WriteActor(fact.Actor);
        writer.WriteEndpoint(fact.Endpoint);
        writer.Write(fact.Environment);
        writer.Write(fact.SourceFormat);
        writer.Write(fact.Ticks);
        writer.WriteHash(HashOf(fact.Event));
        writer.Write(fact.Value);
        writer.Write(fact.Count);
        writer.Write((byte)fact.Outcome);
        writer.Write(fact.IsUnusual);
    }

    /// <exception cref="InvalidDataException">It is no fact.</exception>
    public static Fact Read(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != Fields)
            throw new InvalidDataException("not a saved fact");
        return new Fact
        {
            Kind = (FactKind)reader.ReadByte(),
            Key = reader.ReadUInt64(),
            Actor = reader.ReadActor(),
            Endpoint = reader.ReadEndpoint(),
            Environment = reader.ReadString() ?? "",
            SourceFormat = reader.ReadString() ?? "",
            Ticks = reader.ReadInt64(),
            Event = EventId.From(reader.ReadHash()),
            Value = reader.ReadInt64(),
            Count = reader.ReadInt32(),
            Outcome = (FactOutcome)reader.ReadByte(),
            IsUnusual = reader.ReadBoolean(),
        };
    }

    public static UInt128 HashOf(EventId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
