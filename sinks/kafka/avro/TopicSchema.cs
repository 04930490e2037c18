using System.Buffers.Binary;
using Avro;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Avro;

/// <summary>
/// Schema of one of our topics, as it is in schemas/avro. Its fingerprint names it on the wire: CRC-64-AVRO of the parsing canonical form
/// (Avro 1.12 specification, "Schema Fingerprints").
/// </summary>
public sealed class TopicSchema
{
    private TopicSchema(string name)
    {
        using var reader = new StreamReader(typeof(ApiEvent).Assembly.GetManifestResourceStream($"avro/{name}.avsc")!);
        Text = reader.ReadToEnd();
        Fingerprint = unchecked((ulong)SchemaNormalization.ParsingFingerprint64(Schema.Parse(Text)));
    }

    public static TopicSchema ApiEvent { get; } = new("ApiEvent");

    public static TopicSchema Verdict { get; } = new("Verdict");

    public static TopicSchema DeadLetter { get; } = new("DeadLetter");

    /// <summary>JSON, as a registry takes it.</summary>
    public string Text { get; }

    /// <summary>Changes when the shape changes; documentation and defaults are no part of it.</summary>
    public ulong Fingerprint { get; }

    /// <summary>What stands before a record in the single-object encoding: C3 01 and the fingerprint, little endian.</summary>
    public byte[] SingleObjectPrefix()
    {
        var prefix = new byte[10];
        (prefix[0], prefix[1]) = (0xC3, 0x01);
        BinaryPrimitives.WriteUInt64LittleEndian(prefix.AsSpan(2), Fingerprint);
        return prefix;
    }

    /// <summary>What stands before a record in Confluent's wire format: 0 and the registry's id, big endian.</summary>
    public static byte[] RegisteredPrefix(int id)
    {
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), id);
        return prefix;
    }
}
