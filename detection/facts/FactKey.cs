using System.Buffers.Binary;
using Engine.Detection.Baselines;
using Engine.Schemas;

namespace Engine.Detection.Facts;

internal readonly record struct FactKey(FactKind Kind, ulong Value) : IComparable<FactKey>
{
    public const int Bytes = 1 + sizeof(ulong);

    /// <summary>Key of what is observed at an endpoint.</summary>
    public static FactKey OfEndpoint(Endpoint endpoint, string environment, string sourceFormat) =>
        new(FactKind.Endpoint, new BaselineKey(endpoint.Id, null, environment, sourceFormat).Hash);

    public int CompareTo(FactKey other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : Value.CompareTo(other.Value);

    public void WriteTo(Span<byte> bytes)
    {
        bytes[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[1..], Value);
    }

    public static FactKey Read(ReadOnlySpan<byte> bytes) => new((FactKind)bytes[0], BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]));
}
