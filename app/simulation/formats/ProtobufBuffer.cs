using System.Buffers.Binary;

namespace Engine.App.Simulation.Formats;

/// <summary>One protobuf message that is being written.</summary>
internal sealed class ProtobufBuffer
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2;

    private readonly Utf8Buffer _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.Written;

    public void Clear() => _bytes.Clear();

    public void AddNumber(int field, ulong value)
    {
        AddVarint((ulong)(field << 3 | Varint));
        AddVarint(value);
    }

    public void AddFixed(int field, ulong value)
    {
        AddVarint((ulong)(field << 3 | Fixed64));
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.Add(bytes);
    }

    public void AddBytes(int field, ReadOnlySpan<byte> value)
    {
        AddVarint((ulong)(field << 3 | Delimited));
        AddVarint((ulong)value.Length);
        _bytes.Add(value);
    }

    public void AddMessage(int field, ProtobufBuffer message) => AddBytes(field, message.Written);

    /// <summary>An id of 8 bytes for each number.</summary>
    public void AddId(int field, params ReadOnlySpan<ulong> numbers)
    {
        Span<byte> bytes = stackalloc byte[numbers.Length * sizeof(ulong)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes[(i * sizeof(ulong))..], numbers[i]);
        AddBytes(field, bytes);
    }

    private void AddVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add([(byte)(value | 0x80)]);
        _bytes.Add([(byte)value]);
    }
}
