using System.Globalization;
using Engine.Detection;
using Engine.Detection.Detectors;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

public sealed class ObjectEnumerationTests
{
    private const string Id = "API-ENUM-001";
    private const double Hour = 3600;

    private static readonly ObjectEnumeration.Options Limits = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-3)]
    public void A_walk_over_ids_fires(int stride) =>
        Assert.NotEmpty(new Detecting().See(Walk(3 * Limits.SequentialIds, stride)).Of(Id));

    [Fact]
    public void A_walk_fires_exactly_at_the_limit()
    {
        // The first id begins the walk; every further one is a step.
        var seen = new Detecting().See(Walk(Limits.SequentialIds));
        Assert.Empty(seen.Of(Id));
        var signal = Assert.Single(seen.See(Some.Call(objectId: Number(Limits.SequentialIds), atSeconds: 999)).Of(Id));
        Assert.Equal((Limits.SequentialIds, Limits.SequentialIds), ((int)signal.Observed, (int)signal.Threshold));
    }

    [Fact]
    public void A_slow_walk_is_still_a_walk() =>
        Assert.NotEmpty(new Detecting().See(Walk(2 * Limits.SequentialIds, everySeconds: Hour / 2)).Of(Id));

    [Fact]
    public void Refused_ids_fire_exactly_at_the_limit()
    {
        Assert.Empty(new Detecting().See(Scattered(Limits.RefusedIds - 1, status: 404)).Of(Id));
        Assert.NotEmpty(new Detecting().See(Scattered(Limits.RefusedIds, status: 404)).Of(Id));
    }

    [Fact]
    public void Many_ids_fire_exactly_at_the_limit_and_alone_lead_to_observe_at_most_while_nothing_is_learned()
    {
        Assert.Empty(new Detecting().See(Scattered(Limits.DistinctIds - 1)).Of(Id));
        var seen = new Detecting().See(Scattered(20 * Limits.DistinctIds));
        Assert.NotEmpty(seen.Of(Id));
        Assert.All(seen.Verdicts, verdict => Assert.Equal(VerdictAction.Observe, verdict.Action));
        Assert.NotEmpty(new Detecting().See(Scattered(Limits.DistinctIds)).Of(Id));
    }

    [Fact]
    public void A_walk_alone_leads_to_observe_at_most_while_nothing_is_learned()
    {
        AssertNobodyIsStopped(new Detecting().See(Walk(10 * Limits.SequentialIds)));
        var guessing = Walk(10 * Limits.SequentialIds).Select((call, i) => i % 5 == 0 ? call with { Call = call.Call with { Status = 404 } } : call);
        Assert.Contains(new Detecting().See(guessing).Verdicts, verdict => verdict.Action >= VerdictAction.Challenge);
    }

    [Fact]
    public void What_everybody_reads_from_beginning_to_end_is_no_secret()
    {
        // Thirty readers in two days; the first knew nothing of it and the last is no different.
        var readers = Enumerable.Range(0, 30).SelectMany(reader => Walk(60, everySeconds: 20)
            .Select(call => Moved(call, Some.User("reader" + reader), 1.5 * Hour * reader)));
        AssertNobodyIsStopped(new Detecting().See(readers.OrderBy(call => call.Tick)));
    }

    [Fact]
    public void A_newcomer_with_more_of_its_own_than_anybody_before_is_observed()
    {
        var day = Enumerable.Range(0, 12).SelectMany(bucket => Enumerable.Range(0, 6).SelectMany(user => Scattered(
            5, from: (bucket * 100) + (user * 10), atSeconds: bucket * 2 * Hour, by: Some.User("user" + user)))).OrderBy(call => call.Tick).ToList();
        var many = Scattered(2 * Limits.DistinctIds, from: 50_000, atSeconds: 30 * Hour, by: Some.User("partner"));
        Assert.NotEmpty(AssertNobodyIsStopped(new Detecting().See(day).See(many)).Of(Id));
        var known = Scattered(2 * Limits.DistinctIds, from: 50_000, atSeconds: 30 * Hour, by: Some.User("user1"));
        Assert.Contains(new Detecting().See(day).See(known).Verdicts, verdict => verdict.Action >= VerdictAction.Challenge);
    }

    [Fact]
    public void The_same_few_objects_however_often_are_no_enumeration() => Assert.Empty(new Detecting().See(
        Enumerable.Range(0, 2000).Select(i => Some.Call(objectId: Number(i % (Limits.SequentialIds - 1)), atSeconds: i))).Of(Id));

    [Fact]
    public void Objects_of_two_hours_ago_are_forgotten()
    {
        var half = Limits.RefusedIds - 1;
        Assert.Empty(new Detecting().See(Scattered(half, status: 404)).See(Scattered(half, status: 404, from: half, atSeconds: 2 * Hour)).Of(Id));
        Assert.NotEmpty(new Detecting().See(Scattered(half, status: 404)).See(Scattered(half, status: 404, from: half, atSeconds: Hour)).Of(Id));
    }

    [Fact]
    public void A_late_call_counts_in_its_own_window()
    {
        var calls = Scattered(Limits.RefusedIds - 1, status: 404, atSeconds: Hour).ToList();
        Assert.Empty(new Detecting().See(calls).Of(Id));
        calls.Add(Some.Call(objectId: Some.Scattered(777), atSeconds: Hour - 60, tickSeconds: Hour + 60, status: 404));
        Assert.NotEmpty(new Detecting().See(calls).Of(Id));
    }

    [Fact]
    public void Two_actors_do_not_mix()
    {
        var half = Limits.RefusedIds - 1;
        var both = Scattered(half, status: 404).Concat(Scattered(half, status: 404, from: half, by: Some.User("bob")));
        Assert.Empty(new Detecting().See(both).Of(Id));
    }

    [Fact]
    public void Two_endpoints_do_not_mix()
    {
        var other = new Endpoint("api.example.com", "GET", "/v1/invoices/{id}");
        var half = Limits.RefusedIds - 1;
        var both = Scattered(half, status: 404).Concat(Scattered(half, status: 404, from: half).Select(call => call with { Endpoint = other }));
        Assert.Empty(new Detecting().See(both).Of(Id));
    }

    [Fact]
    public void Our_own_blocks_never_feed_it() => Assert.Empty(new Detecting().See(
        Walk(10 * Limits.SequentialIds).Select(call => call with { Call = call.Call with { BlockedBy = "edge", Status = 403 } })).Of(Id));

    [Fact]
    public void An_endpoint_that_is_only_a_shape_has_no_objects() =>
        Assert.Empty(new Detecting().See(Walk(10 * Limits.SequentialIds).Select(call => call with { IsProvisional = true })).Of(Id));

    [Fact]
    public void A_long_attack_says_little_and_bounded()
    {
        var seen = new Detecting().See(Walk(20_000, everySeconds: 0.05));
        Assert.InRange(seen.Of(Id).Count(), 1, 30);
        Assert.All(seen.Of(Id), signal => Assert.InRange(signal.Events.Count, 1, 64));
        Assert.InRange(seen.Verdicts.Count, 1, 20);
    }

    [Fact]
    public void In_shadow_signals_are_recorded_and_no_verdict_comes_of_them()
    {
        var shadow = new Dictionary<string, DetectorOptions> { [Id] = new ObjectEnumeration.Options { Mode = DetectorMode.Shadow } };
        var seen = new Detecting(detectors: shadow).See(Walk(10 * Limits.SequentialIds));
        Assert.NotEmpty(seen.Signals);
        Assert.All(seen.Signals, signal => Assert.True(signal.IsShadow));
        Assert.Empty(seen.Verdicts);
    }

    [Fact]
    public void Options_decide()
    {
        var patient = new Dictionary<string, DetectorOptions>
        {
            [Id] = new ObjectEnumeration.Options { SequentialIds = 5 * Limits.SequentialIds, DistinctIds = 10_000 },
        };
        Assert.Empty(new Detecting(detectors: patient).See(Walk(4 * Limits.SequentialIds)).Of(Id));
    }

    private static Detecting AssertNobodyIsStopped(Detecting seen)
    {
        Assert.All(seen.Verdicts, verdict => Assert.Equal(VerdictAction.Observe, verdict.Action));
        return seen;
    }

    private static EnrichedEvent Moved(EnrichedEvent call, Actor by, double seconds) => call with
    {
        Actor = by,
        Tick = call.Tick.AddSeconds(seconds),
        Call = call.Call with { At = call.Call.At.AddSeconds(seconds) },
    };

    private static IEnumerable<EnrichedEvent> Walk(int count, int stride = 1, double everySeconds = 1) =>
        Enumerable.Range(0, count).Select(i => Some.Call(objectId: Number(i, stride), atSeconds: i * everySeconds, offset: i));

    private static IEnumerable<EnrichedEvent> Scattered(int count, int status = 200, int from = 0, double atSeconds = 0, Actor? by = null) =>
        Enumerable.Range(from, count).Select(i => Some.Call(by, objectId: Some.Scattered(i), atSeconds: atSeconds + (i - from), status: status));

    private static string Number(int i, int stride = 1) => (100_000 + (i * stride)).ToString(CultureInfo.InvariantCulture);
}
