using Confluent.Kafka;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class PayloadReaderTests
{
    [Fact]
    public void Values_keep_their_bytes_however_many_blocks_they_need()
    {
        using var reader = new PayloadReader(mostRecordBytes: 200_000);
        int[] lengths = [0, 1, 65_536, 70_000, 3, 200_000, 40_000, 40_000];
        var payloads = lengths.Select((length, i) => reader.Deserialize(Value(length, i), isNull: false, SerializationContext.Empty)).ToList();

        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.True(payloads[i].Bytes.Span.SequenceEqual(Value(lengths[i], i)));
            payloads[i].Block!.Release();
        }
    }

    [Fact]
    public void A_value_over_the_limit_leaves_only_its_beginning()
    {
        using var reader = new PayloadReader(mostRecordBytes: 1000);
        var payload = reader.Deserialize(Value(1001, 'x'), isNull: false, SerializationContext.Empty);
        Assert.Equal((null, 1001, new string('x', 512)), (payload.Block, payload.Length, payload.Overlong));
        Assert.False(payload.IsTombstone);
    }

    [Fact]
    public void No_value_is_a_tombstone_and_an_empty_one_is_not()
    {
        using var reader = new PayloadReader(mostRecordBytes: 1000);
        Assert.True(reader.Deserialize([], isNull: true, SerializationContext.Empty).IsTombstone);
        Assert.False(reader.Deserialize([], isNull: false, SerializationContext.Empty).IsTombstone);
    }

    private static byte[] Value(int length, int seed) => [.. Enumerable.Repeat((byte)seed, length)];
}
