using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>
/// Rows of one table in ClickHouse's RowBinary format, written field by field into one growing buffer that is used again and again.
/// A row that a mapper does not finish is not part of the block.
/// </summary>
public sealed class RowBlock
{
    private const int FirstBytes = 64 << 10;
    private const int FirstRows = 64;

    // DateTime64(6) holds 1900-01-01 to 2299-12-31; a log may claim any year.
    private static readonly long EarliestMicroseconds = Microseconds(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long LatestMicroseconds = Microseconds(new DateTimeOffset(2299, 12, 31, 23, 59, 59, TimeSpan.Zero));

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int[] ends = new int[FirstRows];
    private int length;

    /// <summary>Finished rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Bytes of the finished rows.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, Length);

    /// <summary>Where each row ends in <see cref="Bytes"/>: a block that is refused for one bad row can be cut between its rows.</summary>
    public ReadOnlyMemory<int> Ends => ends.AsMemory(0, Rows);

    public void Clear()
    {
        length = 0;
        Length = 0;
        Rows = 0;
    }

    /// <summary>Ends the row: everything written since the last one.</summary>
    public void EndRow()
    {
        if (Rows == ends.Length)
            Array.Resize(ref ends, 2 * ends.Length);
        ends[Rows++] = length;
        Length = length;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Byte(byte value) => Room(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void Float64(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);

    /// <summary>DateTime64(6, 'UTC'); a time outside its range becomes its nearest end.</summary>
    public void Time(DateTimeOffset value) => Int64(Math.Clamp(Microseconds(value), EarliestMicroseconds, LatestMicroseconds));

    /// <summary>ClickHouse keeps a UUID as two little-endian halves, the first half first.</summary>
    public void Uuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var room = Room(16);
        BinaryPrimitives.WriteUInt64LittleEndian(room, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        BinaryPrimitives.WriteUInt64LittleEndian(room[8..], BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>Length and UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void Text(string value)
    {
        const int OneByteLength = 128;
        const int MostBytesOfChar = 3;
        if (value.Length * MostBytesOfChar < OneByteLength)
        {
            Reserve(OneByteLength + 1);
            var written = Encoding.UTF8.GetBytes(value, buffer.AsSpan(length + 1));
            buffer[length] = (byte)written;
            length += written + 1;
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        Count(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    /// <summary>A text column whose content is bytes.</summary>
    public void Blob(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>A text that was encoded once, with its length in front.</summary>
    public void Encoded(ReadOnlySpan<byte> lengthAndText) => lengthAndText.CopyTo(Room(lengthAndText.Length));

    /// <summary>Number of elements that follow, or of bytes.</summary>
    public void Count(int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    public void TextOrNull(string? value)
    {
        if (!Null(value is null))
            Text(value!);
    }

    /// <summary>A time outside its range becomes its nearest end.</summary>
    public void TimeOrNull(DateTimeOffset? value)
    {
        if (!Null(value is null))
            Time(value.GetValueOrDefault());
    }

    public void Int64OrNull(long? value)
    {
        if (!Null(value is null))
            Int64(value.GetValueOrDefault());
    }

    public void Int32OrNull(int? value)
    {
        if (!Null(value is null))
            Int32(value.GetValueOrDefault());
    }

    public void UInt32OrNull(uint? value)
    {
        if (!Null(value is null))
            UInt32(value.GetValueOrDefault());
    }

    /// <summary>A value outside 0 to 65,535 becomes the nearest end.</summary>
    public void UInt16OrNull(int? value)
    {
        if (!Null(value is null))
            UInt16((ushort)Math.Clamp(value.GetValueOrDefault(), ushort.MinValue, ushort.MaxValue));
    }

    public void BoolOrNull(bool? value)
    {
        if (!Null(value is null))
            Bool(value.GetValueOrDefault());
    }

    public void Float64OrNull(double? value)
    {
        if (!Null(value is null))
            Float64(value.GetValueOrDefault());
    }

    public void UuidOrNull(Guid? value)
    {
        if (!Null(value is null))
            Uuid(value.GetValueOrDefault());
    }

    /// <summary>An address as text; IPv4 in IPv6 as IPv4.</summary>
    public void AddressOrNull(IPAddress? value)
    {
        const int Longest = 65;
        if (Null(value is null))
            return;
        var address = value!.IsIPv4MappedToIPv6 ? value.MapToIPv4() : value;
        Reserve(Longest + 1);
        address.TryFormat(buffer.AsSpan(length + 1, Longest), out var written);
        buffer[length] = (byte)written;
        length += written + 1;
    }

    /// <summary>Drops an unfinished row.</summary>
    public void Undo() => length = Length;

    private bool Null(bool isNull)
    {
        Byte(isNull ? (byte)1 : (byte)0);
        return isNull;
    }

    private static long Microseconds(DateTimeOffset value) => (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int bytes)
    {
        Reserve(bytes);
        var room = buffer.AsSpan(length, bytes);
        length += bytes;
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (buffer.Length - length < bytes)
            Grow(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + bytes));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
