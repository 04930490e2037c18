using System.Buffers.Binary;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>Primitive values of Avro's binary encoding (Avro 1.12, "Binary encoding"), never reading or reserving more than is there.</summary>
internal ref struct AvroBytes(ReadOnlySpan<byte> bytes)
{
    private const int MostVarintBytes = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    /// <exception cref="InvalidDataException">The bytes end, or are no number; the same for the others.</exception>
    public long ReadLong()
    {
        ulong value = 0;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw new InvalidDataException("a number does not end");
    }

    public bool ReadBoolean() => Take(1)[0] != 0;

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Bytes or text with their length before them.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadLong();
        return length >= 0 && length <= _rest.Length ? Take((int)length) : throw Ends();
    }

    /// <summary>Bytes of a known length.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw Ends();
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>Items of the next block of an array or map; 0 is the end.</summary>
    public long ReadBlockCount()
    {
        var count = ReadLong();
        if (count >= 0)
            return count;
        // A negative count is followed by the size of the block, for those who skip it.
        _ = ReadLong();
        return count == long.MinValue ? throw Ends() : -count;
    }

    private static InvalidDataException Ends() => new("the value ends in the middle");
}
