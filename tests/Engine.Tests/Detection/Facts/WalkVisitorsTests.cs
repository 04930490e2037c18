using Engine.Detection.Facts.Walks;
using Engine.Schemas;

namespace Engine.Tests.Detection.Facts;

public sealed class WalkVisitorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_has_to_go_is_the_longest_quiet_whatever_came_late_and_whenever_it_was_restored(int seed)
    {
        var random = new Random(seed);
        var visitors = new WalkVisitors();
        for (var i = 0; i < 6_000; i++)
        {
            var actor = Some.Stranger("198.51.100." + random.Next(2 * WalkVisitors.Most));
            var ticks = 1_000_000L + i - (random.Next(4) == 0 ? random.Next(3_000) : 0);
            if (i % 1_500 == 1_499)
                visitors = Copy(visitors);
            if (visitors.TryGet(actor, out var known))
            {
                known.LastTicks = Math.Max(known.LastTicks, ticks);
                continue;
            }

            var quietest = visitors.Count < WalkVisitors.Most ? null : visitors.All.MinBy(visitor => (visitor.LastTicks, visitor.Actor.Hash));
            Assert.Same(quietest, visitors.ForgetIfFull());
            visitors.Add(Visitor(actor, ticks));
        }

        Assert.Equal(WalkVisitors.Most, visitors.Count);
    }

    [Fact]
    public void Who_is_idle_takes_no_turn()
    {
        var visitors = new WalkVisitors();
        for (var number = 0; number < WalkVisitors.Most; number++)
            visitors.Add(Visitor(Some.Stranger("203.0.113." + number), number));
        visitors.All.Single(visitor => visitor.LastTicks == 0).ForgetBefore(int.MaxValue);
        visitors.ForgetIdle();
        Assert.Equal(WalkVisitors.Most - 1, visitors.Count);
        Assert.Null(visitors.ForgetIfFull());
        visitors.Add(Visitor(Some.Stranger("198.51.100.1"), 5_000));
        Assert.Equal(1, visitors.ForgetIfFull()?.LastTicks);
    }

    private static WalkVisitors Copy(WalkVisitors visitors)
    {
        var copy = new WalkVisitors();
        foreach (var visitor in visitors.All.OrderBy(visitor => visitor.Actor.Hash))
            copy.Add(visitor);
        return copy;
    }

    private static WalkVisitor Visitor(Actor actor, long ticks)
    {
        var visitor = new WalkVisitor(actor) { LastTicks = ticks };
        visitor.Ids.Add(new VisitedId(1, 0, 0, false, false));
        return visitor;
    }
}
