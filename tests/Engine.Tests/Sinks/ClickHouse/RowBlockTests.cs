using System.Net;
using CsCheck;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class RowBlockTests
{
    private static byte[] Written(Action<RowBlock> write)
    {
        var block = new RowBlock();
        write(block);
        block.EndRow();
        return block.Bytes.ToArray();
    }

    [Fact]
    public void Numbers_are_little_endian()
    {
        Assert.Equal([0x34, 0x12], Written(row => row.UInt16(0x1234)));
        Assert.Equal([0xFE, 0xFF, 0xFF, 0xFF], Written(row => row.Int32(-2)));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0x80], Written(row => row.UInt64(0x8000_0000_0000_0001)));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0xF0, 0x3F], Written(row => row.Float64(1)));
    }

    [Fact]
    public void Uuid_is_two_little_endian_halves() => Assert.Equal(
        [0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0x00, 0xFF, 0xEE, 0xDD, 0xCC, 0xBB, 0xAA, 0x99, 0x88],
        Written(row => row.Uuid(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"))));

    [Fact]
    public void Null_is_one_byte_and_a_value_has_a_zero_before_it()
    {
        Assert.Equal([1], Written(row => row.TextOrNull(null)));
        Assert.Equal([0, 1, (byte)'a'], Written(row => row.TextOrNull("a")));
        Assert.Equal([0, 0], Written(row => row.TextOrNull("")));
        Assert.Equal([1], Written(row => row.Int64OrNull(null)));
        Assert.Equal([0, 7, 0], Written(row => row.UInt16OrNull(7)));
        Assert.Equal([0, 1], Written(row => row.BoolOrNull(true)));
    }

    [Fact]
    public void Text_of_any_length_round_trips() => Gen.String.Sample(text =>
    {
        var bytes = Written(row => row.Text(text));
        var (length, at) = VarInt(bytes);
        Assert.Equal(bytes.Length - at, length);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), bytes[at..]);
    }, iter: 500);

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_384)]
    [InlineData(300_000)]
    public void Text_keeps_its_length_at_every_width_of_the_length(int characters)
    {
        var bytes = Written(row => row.Text(new string('é', characters)));
        var (length, at) = VarInt(bytes);
        Assert.Equal(2 * characters, length);
        Assert.Equal(bytes.Length - at, length);
    }

    [Fact]
    public void Times_outside_the_range_of_the_column_become_its_ends()
    {
        Assert.Equal(Written(row => row.Time(new DateTimeOffset(2299, 12, 31, 23, 59, 59, TimeSpan.Zero))), Written(row => row.Time(DateTimeOffset.MaxValue)));
        Assert.Equal(Written(row => row.Time(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero))), Written(row => row.Time(DateTimeOffset.MinValue)));
        Assert.Equal(BitConverter.GetBytes(1_000_000L), Written(row => row.Time(DateTimeOffset.UnixEpoch.AddSeconds(1))));
    }

    [Fact]
    public void Numbers_outside_the_column_become_its_ends()
    {
        Assert.Equal([0, 0xFF, 0xFF], Written(row => row.UInt16OrNull(99_999)));
        Assert.Equal([0, 0, 0], Written(row => row.UInt16OrNull(-1)));
    }

    [Fact]
    public void Addresses_are_text_and_mapped_ones_plain()
    {
        Assert.Equal([0, 7, .. "8.8.4.4"u8], Written(row => row.AddressOrNull(IPAddress.Parse("::ffff:8.8.4.4"))));
        Assert.Equal([0, 11, .. "2001:db8::1"u8], Written(row => row.AddressOrNull(IPAddress.Parse("2001:db8::1"))));
        Assert.Equal([1], Written(row => row.AddressOrNull(null)));
    }

    [Fact]
    public void An_unfinished_row_is_not_part_of_the_block()
    {
        var block = new RowBlock();
        block.Text("whole");
        block.EndRow();
        block.Text("half");
        block.Undo();
        block.Text("next");
        block.EndRow();
        Assert.Equal(2, block.Rows);
        Assert.Equal([5, .. "whole"u8, 4, .. "next"u8], block.Bytes.ToArray());
    }

    [Fact]
    public void A_cleared_block_begins_anew()
    {
        var block = new RowBlock();
        block.Text("old");
        block.EndRow();
        block.Clear();
        Assert.Equal(0, block.Rows);
        Assert.True(block.Bytes.IsEmpty);
    }

    private static (int Value, int Length) VarInt(byte[] bytes)
    {
        var value = 0;
        var at = 0;
        do
            value |= (bytes[at] & 0x7F) << (7 * at);
        while (bytes[at++] >= 0x80);
        return (value, at);
    }
}
