using Engine.Detection.Sessions;
using Engine.Schemas;

namespace Engine.Tests.Detection.Sessions;

public sealed class SessionTests
{
    private static readonly double Gap = TimeSpan.FromTicks(SessionRules.GapTicks).TotalSeconds;

    [Fact]
    public void A_gap_of_exactly_thirty_minutes_does_not_end_a_session() =>
        Assert.Single(new Detecting().See(Some.Call(atSeconds: 0), Some.Call(atSeconds: Gap)).End().Sessions);

    [Fact]
    public void One_tick_more_does()
    {
        var later = Some.Call(atSeconds: Gap);
        later = later with { Call = later.Call with { At = later.Call.At.AddTicks(1) }, Tick = later.Tick.AddTicks(1) };
        var seen = new Detecting().See(Some.Call(atSeconds: 0), later).End();
        Assert.Equal([SessionEnd.Gap, SessionEnd.InputEnded], seen.Sessions.Select(session => session.EndedBy));
        Assert.NotEqual(seen.Placements[0].SessionId, seen.Placements[1].SessionId);
    }

    [Fact]
    public void A_session_lasts_twenty_four_hours_at_most()
    {
        var day = (int)TimeSpan.FromTicks(SessionRules.LongestTicks).TotalSeconds;
        var calls = Enumerable.Range(0, (day / 1200) + 2).Select(i => Some.Call(atSeconds: i * 1200));
        var seen = new Detecting().See(calls);
        var session = Assert.Single(seen.Sessions);
        Assert.Equal((SessionEnd.TooLong, TimeSpan.FromDays(1)), (session.EndedBy, session.End - session.Start));
    }

    [Fact]
    public void A_session_holds_ten_thousand_operations_at_most()
    {
        // All in one second: the next session begins at the same time and is another one all the same.
        var seen = new Detecting().See(Enumerable.Range(0, SessionRules.MostOperations + 1).Select(_ => Some.Call())).End();
        Assert.Equal([SessionRules.MostOperations, 1], seen.Sessions.Select(session => session.Calls));
        Assert.Equal(SessionEnd.TooManyOperations, seen.Sessions[0].EndedBy);
        Assert.NotEqual(seen.Sessions[0].Id, seen.Sessions[1].Id);
    }

    [Fact]
    public void Repeated_operations_collapse_and_the_last_ones_stay()
    {
        var session = new OpenSession(1, "production", Some.Start.UtcTicks);
        for (var i = 0; i < 100; i++)
        {
            session.Add(Some.Call(to: Page(i)), Some.Start.UtcTicks);
            session.Add(Some.Call(to: Page(i)), Some.Start.UtcTicks);
        }

        var ended = session.End(Some.User(), SessionEnd.Gap);
        Assert.Equal((200, 100), (ended.Calls, ended.DistinctEndpoints));
        Assert.Equal(Enumerable.Range(100 - OpenSession.MostOperations, OpenSession.MostOperations).Select(i => Page(i).Operation), ended.Operations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(64)]
    public void Operations_are_in_their_order(int count)
    {
        var session = new OpenSession(1, "production", 0);
        for (var i = 0; i < count; i++)
            session.Add(Some.Call(to: Page(i)), 0);
        Assert.Equal(Enumerable.Range(0, count).Select(i => Page(i).Operation), session.End(Some.User(), SessionEnd.Gap).Operations);
    }

    [Fact]
    public void An_endpoint_that_comes_back_is_one_endpoint()
    {
        var session = new OpenSession(1, "production", 0);
        for (var i = 0; i < 300; i++)
            session.Add(Some.Call(to: Page(i % 100)), 0);
        Assert.Equal(100, session.End(Some.User(), SessionEnd.Gap).DistinctEndpoints);
    }

    [Fact]
    public void A_late_call_belongs_to_the_session_it_was_made_in()
    {
        var other = Some.User("bob");
        var seen = new Detecting().See(
            Some.Call(atSeconds: 0), Some.Call(other, atSeconds: Gap + 70), Some.Call(atSeconds: Gap - 40, tickSeconds: Gap + 71)).End();
        Assert.Equal(seen.Placements[0].SessionId, seen.Placements[2].SessionId);
    }

    [Fact]
    public void A_call_late_beyond_reason_does_not_stretch_a_session()
    {
        var seen = new Detecting().See(Some.Call(atSeconds: 90_000), Some.Call(atSeconds: 0, tickSeconds: 90_001), Some.Call(atSeconds: 90_002)).End();
        var session = Assert.Single(seen.Sessions);
        Assert.Equal((3, Some.At(90_000)), (session.Calls, session.Start));
    }

    [Fact]
    public void An_actor_that_comes_back_after_its_rest_still_ends()
    {
        var busy = Enumerable.Range(0, 100).Select(i => Some.Call(Some.User("bob"), atSeconds: i * 60));
        var seen = new Detecting().See(Some.Call(atSeconds: 0)).See(busy).See(Some.Call(atSeconds: 30, tickSeconds: 6001)).End();
        Assert.Equal(2, seen.Sessions.Count(session => session.Actor.Key.Value == "ann"));
        Assert.Equal(102, seen.Sessions.Sum(session => session.Calls));
    }

    [Fact]
    public void Volumes_and_failures_are_summed_without_what_is_unknown()
    {
        var seen = new Detecting().See(Some.Call(bytes: 10), Some.Call(bytes: null, status: null), Some.Call(bytes: -5, status: 500)).End();
        Assert.Equal((10, 1), (seen.Sessions[0].ResponseBytes, seen.Sessions[0].Failures));
    }

    private static Endpoint Page(int number) => new("api.example.com", "GET", $"/v1/pages{number}");
}
