using CsCheck;
using Engine.Detection.Sketches;
using Engine.Schemas;

namespace Engine.Tests.Detection.Sketches;

public sealed class DistinctSetTests
{
    [Fact]
    public void Counts_exactly_up_to_its_limit_whatever_repeats() =>
        Gen.Int[0, DistinctSet.ExactLimit - 1].List[0, 1000].Sample(values =>
        {
            var set = new DistinctSet();
            var seen = new HashSet<int>();
            foreach (var value in values)
                Assert.Equal(seen.Add(value), set.Add(StableHash.Combine((ulong)value, 1)));
            Assert.True(set.IsExact);
            Assert.Equal(seen.Count, set.Count);
            Assert.All(Enumerable.Range(0, DistinctSet.ExactLimit), value =>
                Assert.Equal(seen.Contains(value), set.Contains(StableHash.Combine((ulong)value, 1))));
        });

    [Fact]
    public void Counts_raw_values_that_share_a_slot() => Gen.ULong[0, 40].List[0, 60].Sample(values =>
    {
        var set = new DistinctSet();
        foreach (var value in values)
            set.Add(value + 1);
        Assert.Equal(values.Distinct().Count(), set.Count);
    });

    [Theory]
    [InlineData(DistinctSet.ExactLimit, true)]
    [InlineData(DistinctSet.ExactLimit + 1, false)]
    public void Estimates_beyond_its_limit_only(int values, bool isExact) => Assert.Equal(isExact, Filled(values, 1).IsExact);

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void Estimate_is_within_12_percent(int values)
    {
        for (var seed = 0; seed < 20; seed++)
            Assert.InRange(Filled(values, seed).Count, values * 0.88, values * 1.12);
    }

    [Fact]
    public void Repeats_do_not_count_beyond_the_limit_either()
    {
        var set = Filled(5000, 7);
        var count = set.Count;
        for (var i = 0; i < 5000; i++)
            Assert.False(set.Add(StableHash.Combine((ulong)i, 7)));
        Assert.Equal(count, set.Count);
    }

    [Fact]
    public void Never_counts_down()
    {
        var (set, last) = (new DistinctSet(), 0);
        for (var i = 0; i < 20_000; i++)
        {
            set.Add(StableHash.Combine((ulong)i, 3));
            Assert.True(set.Count >= last);
            last = set.Count;
        }
    }

    [Fact]
    public void Zero_is_a_value()
    {
        var set = new DistinctSet();
        Assert.True(set.Add(0));
        Assert.True(set.Contains(0));
        Assert.Equal(1, set.Count);
    }

    private static DistinctSet Filled(int values, int seed)
    {
        var set = new DistinctSet();
        for (var i = 0; i < values; i++)
            set.Add(StableHash.Combine((ulong)i, (ulong)seed));
        return set;
    }
}
