using System.Buffers;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Schemas;

public sealed class InputPositionsTests
{
    [Fact]
    public void Positions_come_back_as_they_were_saved()
    {
        var positions = new InputPositions(new Dictionary<InputPartition, long> { [new("b", 1)] = 7, [new("a", 0)] = long.MaxValue });
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        InputPositions.Save(ref writer, positions);
        writer.Flush();

        var reader = new MessagePackReader(bytes.WrittenMemory);
        var again = InputPositions.Load(ref reader);

        Assert.Equal(positions.All, again.All);
        Assert.Equal(7, again.Last("b", 1));
        Assert.Null(again.Last("b", 0));
    }
}
