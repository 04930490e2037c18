using System.Buffers.Binary;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// Fields of one protobuf message (protobuf.dev, "Encoding"), in place: nothing is copied, and no length is believed that the bytes do
/// not have. What is not read is stepped over by its length, so nesting costs nothing.
/// </summary>
internal ref struct ProtobufBytes(ReadOnlySpan<byte> bytes)
{
    private const int MostVarintBytes = 10;
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Number of the field; 0 before the first.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a number: varint, fixed64 or fixed32 without sign.</summary>
    public ulong Number { get; private set; }

    /// <summary>True: the field is a number of 64 fixed bits.</summary>
    public readonly bool IsFixed64 => _type == Fixed64;

    /// <summary>True: the field is text, bytes or a message, which is <see cref="Bytes"/>.</summary>
    public readonly bool IsDelimited => _type == Delimited;

    public readonly bool IsVarint => _type == Varint;

    public ReadOnlySpan<byte> Bytes { get; private set; }

    private int _type;

    /// <summary>The next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message of protobuf 3.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        if (tag is 0 or > uint.MaxValue || tag >> 3 == 0)
            throw new InvalidDataException("a field has no number");
        Field = (int)(tag >> 3);
        _type = (int)(tag & 7);
        Bytes = default;
        switch (_type)
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case Delimited:
                var length = ReadVarint();
                if (length > (ulong)_rest.Length)
                    throw new InvalidDataException("a length reaches beyond the end");
                Bytes = Take((int)length);
                break;
            case Fixed32:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            default:
                throw new InvalidDataException($"wire type {_type} is none of protobuf 3");
        }

        return true;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number does not end");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new InvalidDataException("it ends in the middle of a field");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
