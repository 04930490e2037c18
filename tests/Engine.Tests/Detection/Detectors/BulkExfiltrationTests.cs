using Engine.Detection.Detectors;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

public sealed class BulkExfiltrationTests
{
    private const string Id = "API-EXFIL-001";
    private const double Hour = 3600;
    private const int Buckets = 12;
    private const long Page = 20_000;

    private static readonly BulkExfiltration.Options Limits = new();
    private static readonly double Now = 2 * Buckets * Hour;

    [Fact]
    public void Far_more_than_peers_take_fires_and_leads_to_more_than_observe()
    {
        var seen = Learned().See(Taken(500 * Page));
        var signal = seen.Of(Id).Last();
        Assert.True(signal.Observed > signal.Threshold && signal.Threshold > signal.Expected && signal.Expected > 0);
        Assert.Contains(seen.Verdicts, verdict => verdict.Action > VerdictAction.Observe);
    }

    [Fact]
    public void What_peers_take_does_not_fire() => Assert.Empty(Learned().See(Taken(8 * Page)).Of(Id));

    [Fact]
    public void Fires_exactly_at_the_limit_that_it_states()
    {
        var limit = (long)Learned().See(Taken(500 * Page)).Of(Id).First().Threshold;
        Assert.Empty(Learned().See(Taken(limit - 1)).Of(Id));
        Assert.NotEmpty(Learned().See(Taken(limit)).Of(Id));
    }

    [Fact]
    public void Says_nothing_below_its_floor() => Assert.Empty(Learned(page: 1).See(Taken(Limits.FloorBytes - 1)).Of(Id));

    [Fact]
    public void What_was_refused_was_not_taken() => Assert.Empty(Learned().See(
        Taken(500 * Page).Select(call => call with { Call = call.Call with { Status = 403 } })).Of(Id));

    [Fact]
    public void Our_own_blocks_never_feed_it() => Assert.Empty(Learned().See(
        Taken(500 * Page).Select(call => call with { Call = call.Call with { BlockedBy = "edge" } })).Of(Id));

    [Fact]
    public void Unknown_and_negative_sizes_are_nothing() => Assert.Empty(Learned().See(Enumerable.Range(0, 1000).Select(i => Some.Call(
        Some.User("mallory"), bytes: i % 2 == 0 ? null : -1_000_000, atSeconds: Now + i))).Of(Id));

    [Fact]
    public void Two_actors_do_not_mix()
    {
        var limit = (long)Learned().See(Taken(500 * Page)).Of(Id).First().Threshold;
        Assert.Empty(Learned().See(Taken(limit - 1)).See(Taken(limit - 1, Some.User("trudy"))).Of(Id));
    }

    [Fact]
    public void Another_environment_is_not_compared() => Assert.DoesNotContain(
        Learned().See(Taken(500 * Page).Select(call => call with { Call = call.Call with { Environment = "staging" } })).Verdicts,
        verdict => verdict.Action > VerdictAction.Observe);

    [Fact]
    public void Volume_is_forgotten_after_two_hours()
    {
        var limit = (long)Learned().See(Taken(500 * Page)).Of(Id).First().Threshold;
        var parts = Taken(limit - 1).Concat(Taken(limit - 1).Select(call => Later(call, 2 * Hour)));
        Assert.Empty(Learned().See(parts).Of(Id));
    }

    /// <summary>Six users take eight pages in every two hours for a day.</summary>
    private static Detecting Learned(long page = Page) => new Detecting().See(
        from bucket in Enumerable.Range(0, Buckets)
        from user in Enumerable.Range(0, 6)
        from call in Enumerable.Range(0, 8)
        select Some.Call(Some.User("user" + user), bytes: page, atSeconds: (bucket * 2 * Hour) + (user * 300) + call));

    private static IEnumerable<EnrichedEvent> Taken(long bytes, Actor? by = null) => Enumerable.Range(0, 20).Select(i => Some.Call(
        by ?? Some.User("mallory"), bytes: i == 19 ? bytes - (bytes / 20 * 19) : bytes / 20, atSeconds: Now + i));

    private static EnrichedEvent Later(EnrichedEvent call, double seconds) => call with
    {
        Tick = call.Tick.AddSeconds(seconds),
        Call = call.Call with { At = call.Call.At.AddSeconds(seconds) },
    };
}
