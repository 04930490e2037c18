using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>The Confluent wire format: a zero byte, the id of the schema as 32 bits big-endian, the encoded value.</summary>
internal static class WireFormat
{
    private const int HeadBytes = 1 + sizeof(int);

    /// <param name="message">Value of a Kafka record.</param>
    /// <param name="schema">Id of its schema.</param>
    /// <param name="encoded">What follows.</param>
    /// <param name="refusal">What is wrong with it; null: nothing.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out int schema, out ReadOnlySpan<byte> encoded, [NotNullWhen(false)] out string? refusal)
    {
        schema = 0;
        encoded = default;
        refusal = message.Length < HeadBytes ? "the value is too short for Avro with a schema id"
            : message[0] != 0 ? "the value does not begin with the zero byte of Avro with a schema id"
            : null;
        if (refusal is not null)
            return false;
        schema = BinaryPrimitives.ReadInt32BigEndian(message[1..]);
        encoded = message[HeadBytes..];
        return true;
    }
}
