using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>
/// The reading half of <see cref="Rows.RowBlock"/>: fields of RowBinary out of a piece of a stream. Where the piece ends in the middle of a
/// row, <see cref="IsShort"/> says so and what was read of that row counts for nothing: it is read again when more has come.
/// </summary>
/// <param name="bytes">The piece.</param>
/// <param name="texts">Texts that come again and again.</param>
internal ref struct RowReader(ReadOnlySpan<byte> bytes, TextPool texts)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bytes read.</summary>
    public int At { get; private set; }

    /// <summary>True: the piece ended before the row did.</summary>
    public bool IsShort { get; private set; }

    public bool Bool() => Byte() != 0;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort UInt16() => Take(2) is { Length: 2 } value ? BinaryPrimitives.ReadUInt16LittleEndian(value) : (ushort)0;

    public int Int32() => Take(4) is { Length: 4 } value ? BinaryPrimitives.ReadInt32LittleEndian(value) : 0;

    public uint UInt32() => (uint)Int32();

    public long Int64() => Take(8) is { Length: 8 } value ? BinaryPrimitives.ReadInt64LittleEndian(value) : 0;

    public ulong UInt64() => (ulong)Int64();

    /// <summary>DateTime64(6, 'UTC').</summary>
    public DateTimeOffset Time() => new(DateTimeOffset.UnixEpoch.Ticks + (Int64() * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public Guid Uuid()
    {
        Span<byte> value = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(value, UInt64());
        BinaryPrimitives.WriteUInt64BigEndian(value[8..], UInt64());
        return new Guid(value, bigEndian: true);
    }

    /// <summary>Elements that follow, each of at least one byte.</summary>
    public int Count()
    {
        var value = 0u;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var part = Byte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
        }

        if (value > bytes.Length - At)
            IsShort = true;
        return IsShort ? 0 : (int)value;
    }

    public ReadOnlySpan<byte> Blob() => Take(Count());

    public string Text() => Encoding.UTF8.GetString(Blob());

    /// <summary>A text of few different values: one string for all rows that have it.</summary>
    public string Word() => texts.Of(Blob());

    public string? TextOrNull() => IsNull() ? null : Text();

    public string? WordOrNull() => IsNull() ? null : Word();

    public bool? BoolOrNull() => IsNull() ? null : Bool();

    public byte? ByteOrNull() => IsNull() ? null : Byte();

    public ushort? UInt16OrNull() => IsNull() ? null : UInt16();

    public int? Int32OrNull() => IsNull() ? null : Int32();

    public uint? UInt32OrNull() => IsNull() ? null : UInt32();

    public long? Int64OrNull() => IsNull() ? null : Int64();

    public DateTimeOffset? TimeOrNull() => IsNull() ? null : Time();

    /// <exception cref="InvalidDataException">The text is no address.</exception>
    public IPAddress? AddressOrNull()
    {
        if (IsNull())
            return null;
        var text = Blob();
        if (IPAddress.TryParse(text, out var address))
            return address;
        return IsShort ? null : throw new InvalidDataException($"'{Encoding.UTF8.GetString(text)}' is no address");
    }

    private bool IsNull() => Byte() != 0;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (IsShort || bytes.Length - At < count)
        {
            IsShort = true;
            return default;
        }

        var taken = bytes.Slice(At, count);
        At += count;
        return taken;
    }
}
