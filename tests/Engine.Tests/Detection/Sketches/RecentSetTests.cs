using CsCheck;
using Engine.Detection.Sketches;
using Engine.Schemas;

namespace Engine.Tests.Detection.Sketches;

public sealed class RecentSetTests
{
    private enum Step { Now, Late, NextHour, Pause }

    [Fact]
    public void Counts_the_values_of_both_hours_once()
    {
        var step = Gen.Select(Gen.Frequency((20, Gen.Const(Step.Now)), (4, Gen.Const(Step.Late)), (1, Gen.Const(Step.NextHour)), (1, Gen.Const(Step.Pause))), Gen.Int[0, 60]);
        step.List[0, 300].Sample(steps =>
        {
            var set = new RecentSet();
            HashSet<int> now = [], before = [];
            foreach (var (kind, value) in steps)
            {
                var isNew = !now.Contains(value) && !before.Contains(value);
                switch (kind)
                {
                    case Step.Now:
                        now.Add(value);
                        Assert.Equal(isNew, set.Add(Hash(value)));
                        break;
                    case Step.Late:
                        before.Add(value);
                        Assert.Equal(isNew, set.AddBefore(Hash(value)));
                        break;
                    default:
                        set.Roll(kind == Step.NextHour);
                        (before, now) = (kind == Step.NextHour ? now : [], []);
                        break;
                }

                Assert.Equal(now.Union(before).Count(), set.Count);
            }
        });
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(2000, 200)]
    [InlineData(200, 2000)]
    [InlineData(5000, 5000)]
    public void The_same_values_in_both_hours_count_once_beyond_the_exact_range(int first, int second)
    {
        var set = new RecentSet();
        for (var i = 0; i < first; i++)
            set.Add(Hash(i));
        set.Roll(isNext: true);
        for (var i = 0; i < second; i++)
            set.Add(Hash(i));
        Assert.InRange(set.Count, Math.Max(first, second) * 0.88, Math.Max(first, second) * 1.12);
    }

    [Fact]
    public void Late_values_count_beyond_the_exact_range_too()
    {
        var set = new RecentSet();
        for (var i = 0; i < 1000; i++)
            set.Add(Hash(i));
        for (var i = 500; i < 2000; i++)
            set.AddBefore(Hash(i));
        Assert.InRange(set.Count, 2000 * 0.88, 2000 * 1.12);
    }

    private static ulong Hash(int value) => StableHash.Combine((ulong)value, 5);
}
