using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class HandOverTests
{
    private readonly HandOver _handOver = new(mostBytes: 100);
    private int _released;
    private int _announced;

    public HandOverTests() => _handOver.Open(() => _announced++);

    [Fact]
    public void Who_found_nothing_is_told_once_when_there_is_something()
    {
        Assert.False(_handOver.TryTake(out _, out _, out _));
        Put(1);
        Put(1);
        Assert.Equal(1, _announced);
    }

    [Fact]
    public void It_has_room_until_it_is_full_and_again_when_half_is_taken()
    {
        Put(40);
        Put(40);
        Assert.True(_handOver.WaitForRoom(TimeSpan.Zero));
        Put(40);
        Assert.False(_handOver.WaitForRoom(TimeSpan.Zero));
        Take();
        Assert.False(_handOver.WaitForRoom(TimeSpan.Zero));
        Take();
        Assert.True(_handOver.WaitForRoom(TimeSpan.Zero));
    }

    [Fact]
    public void Many_small_batches_fill_it_as_well()
    {
        for (var i = 0; i < 64; i++)
        {
            Assert.True(_handOver.WaitForRoom(TimeSpan.Zero));
            Put(0);
        }

        Assert.False(_handOver.WaitForRoom(TimeSpan.Zero));
    }

    [Fact]
    public void What_was_put_in_is_taken_before_the_end_is_known()
    {
        Put(1);
        _handOver.Complete(new InvalidOperationException());
        Assert.True(_handOver.TryTake(out _, out var hasEnded, out var failure));
        Assert.Equal((false, null), (hasEnded, failure));
        Assert.False(_handOver.TryTake(out _, out hasEnded, out failure));
        Assert.True(hasEnded);
        Assert.IsType<InvalidOperationException>(failure);
    }

    [Fact]
    public void What_nobody_takes_any_more_is_given_back()
    {
        Put(200);
        _handOver.Close();
        Put(1);
        Assert.Equal(2, _released);
        Assert.False(_handOver.IsOpen);
        Assert.True(_handOver.WaitForRoom(TimeSpan.Zero));
    }

    private void Put(long bytes) => _handOver.Put(new RawBatch([], "combined", "production", () => _released++), bytes);

    private void Take() => Assert.True(_handOver.TryTake(out _, out _, out _));
}
