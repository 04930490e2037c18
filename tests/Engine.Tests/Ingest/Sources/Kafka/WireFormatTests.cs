using Engine.Ingest.Sources.Kafka.Registry;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class WireFormatTests
{
    [Fact]
    public void A_zero_byte_and_the_schema_stand_before_the_value()
    {
        Assert.True(WireFormat.TryRead([0, 0x12, 0x34, 0x56, 0x78, 1, 2], out var schema, out var encoded, out var refusal));
        Assert.Equal((0x12345678, null), (schema, refusal));
        Assert.Equal<byte>([1, 2], encoded.ToArray());
    }

    [Fact]
    public void A_value_may_be_empty() => Assert.True(WireFormat.TryRead([0, 0, 0, 0, 1], out _, out _, out _));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0, 1 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 0 })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'1' })]
    public void Anything_else_is_refused(byte[] message)
    {
        Assert.False(WireFormat.TryRead(message, out _, out _, out var refusal));
        Assert.Contains("Avro with a schema id", refusal, StringComparison.Ordinal);
    }
}
