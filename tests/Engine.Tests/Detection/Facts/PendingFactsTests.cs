using Engine.Detection.Facts;
using Engine.Schemas;

namespace Engine.Tests.Detection.Facts;

public sealed class PendingFactsTests
{
    [Fact]
    public void A_second_is_taken_when_the_clock_is_the_slack_past_its_end()
    {
        var pending = Started(atSeconds: 10.5);
        pending.Add(SomeFacts.Of(atSeconds: 10.5));
        Assert.Empty(TakeAt(pending, 11 + PendingFacts.SlackSeconds - 0.001));
        Assert.Single(TakeAt(pending, 11 + PendingFacts.SlackSeconds));
        Assert.Equal(0, pending.Count);
    }

    [Fact]
    public void Facts_of_a_second_come_in_the_order_of_event_time_and_then_of_event()
    {
        var pending = Started(atSeconds: 11);
        foreach (var (at, offset) in new[] { (10.9, 1), (10.2, 2), (10.2, 3), (10.0, 4) })
            pending.Add(SomeFacts.Of(atSeconds: at, offset: offset));
        var taken = TakeAt(pending, 30);
        Assert.Equal(taken.OrderBy(fact => fact.Ticks).ThenBy(fact => fact.Event), taken);
    }

    [Fact]
    public void A_late_fact_comes_with_the_next_second_and_is_counted()
    {
        var pending = Started();
        Assert.Empty(TakeAt(pending, 60));
        pending.Add(SomeFacts.Of(atSeconds: 20));
        Assert.Equal(1, pending.Late);
        Assert.Empty(TakeAt(pending, 60));
        Assert.Single(TakeAt(pending, 61));
    }

    [Fact]
    public void A_fact_of_the_last_moment_before_its_second_is_taken_is_not_late()
    {
        var pending = Started();
        Assert.Empty(TakeAt(pending, 60));
        pending.Add(SomeFacts.Of(atSeconds: 60 - PendingFacts.SlackSeconds));
        Assert.Equal(0, pending.Late);
    }

    [Fact]
    public void Beyond_its_bound_facts_are_dropped_and_counted()
    {
        var pending = new PendingFacts(mostFacts: 3);
        for (var i = 0; i < 5; i++)
            pending.Add(SomeFacts.Of(atSeconds: i));
        Assert.Equal((3, 2L), (pending.Count, pending.Dropped));
    }

    private static PendingFacts Started(double atSeconds = 0)
    {
        var pending = new PendingFacts(mostFacts: 1000);
        Assert.Empty(TakeAt(pending, atSeconds));
        return pending;
    }

    private static List<Fact> TakeAt(PendingFacts pending, double seconds)
    {
        var (all, second) = (new List<Fact>(), new List<Fact>());
        while (pending.TryTake(PendingFacts.CompleteAt(Some.At(seconds).UtcTicks), second))
            all.AddRange(second);
        return all;
    }
}
