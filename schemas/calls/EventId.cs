using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Engine.Schemas;

/// <summary>
/// Identity of one call: a 128-bit hash of its source position. A vendor's own id is stored, never used here,
/// because a client can choose it. Printed as a UUID, which is also its type in ClickHouse.
/// </summary>
public readonly record struct EventId(Guid Value) : IComparable<EventId>
{
    public static EventId At(in SourcePosition position)
    {
        var name = position.Source;
        Span<byte> buffer = stackalloc byte[256];
        var nameBytes = Encoding.UTF8.GetMaxByteCount(name.Length);
        if (nameBytes + 16 > buffer.Length)
            buffer = new byte[nameBytes + 16];
        var length = Encoding.UTF8.GetBytes(name, buffer);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[length..], position.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[(length + 4)..], position.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[(length + 12)..], position.Index);
        return From(XxHash128.HashToUInt128(buffer[..(length + 16)], StableHash.Seed));
    }

    public static EventId From(UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return new EventId(new Guid(bytes, bigEndian: true));
    }

    public int CompareTo(EventId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(EventId left, EventId right) => left.CompareTo(right) < 0;
    public static bool operator <=(EventId left, EventId right) => left.CompareTo(right) <= 0;
    public static bool operator >(EventId left, EventId right) => left.CompareTo(right) > 0;
    public static bool operator >=(EventId left, EventId right) => left.CompareTo(right) >= 0;
}
