using CsCheck;
using Engine.Detection.State;

namespace Engine.Tests.Detection.State;

public sealed class ObjectWalkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Counts_the_steps_of_one_stride(int stride)
    {
        var walk = Of(Enumerable.Range(0, 31).Select(i => 50_000L + (i * stride)));
        Assert.Equal((30, stride, true), (walk.Run, walk.Stride, walk.IsWalking));
    }

    [Fact]
    public void Ids_left_out_are_still_the_same_walk() =>
        Assert.Equal(4, Of([10, 11, 13, 16, 17]).Run);

    [Fact]
    public void Strangers_in_between_do_not_end_a_walk()
    {
        var walk = Of([1, 2, 3, 4, 5, 6, 7, 900_000, 8, 700_000, 9, 10]);
        Assert.Equal(9, walk.Run);
        Assert.True(walk.IsWalking);
    }

    [Fact]
    public void Strangers_alone_do_end_it() =>
        Assert.InRange(Of([1, 2, 3, 4, 5, 6, 7, 900_000, 100, 700_000, 20_000, 5_000_000, 61_000, 8_000_000]).Run, 0, 1);

    [Fact]
    public void Scattered_ids_make_no_run() => Gen.Long[0, long.MaxValue].Array[50].Sample(ids => Assert.InRange(Of(ids).Run, 0, 1));

    [Fact]
    public void Any_ids_are_borne_and_far_steps_never_count()
    {
        var extreme = Gen.Int[0, 11].Select(i => new[] { long.MinValue, long.MinValue + 1, -1, 0, 1, 2, 3, 4, 5, 6, long.MaxValue - 1, long.MaxValue }[i]);
        Gen.OneOf(extreme, Gen.Long).Array[0, 40].Sample(ids =>
        {
            var walk = Of(ids);
            Assert.InRange(walk.Run, 0, ids.Length);
            Assert.InRange(walk.Stride, -1000, 1000);
        });
    }

    [Theory]
    [InlineData(new[] { 2L, 1, 0, long.MinValue })]
    [InlineData(new[] { -2L, -1, 0, long.MinValue, long.MaxValue })]
    [InlineData(new[] { long.MaxValue - 1, long.MaxValue, long.MinValue, long.MinValue + 1 })]
    public void Ends_of_the_number_range_are_jumps(long[] ids) => Assert.InRange(Of(ids).Run, 0, 2);

    private static ObjectWalk Of(IEnumerable<long> ids)
    {
        var walk = new ObjectWalk();
        foreach (var id in ids)
            walk.Visit(id);
        return walk;
    }
}
