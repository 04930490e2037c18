using Engine.Detection.Detectors;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

public sealed class EndpointProbingTests
{
    private const string Id = "API-SCAN-001";
    private const double Hour = 3600;

    private static readonly EndpointProbing.Options Limits = new();

    [Fact]
    public void Unknown_paths_fire_exactly_at_the_limit()
    {
        var seen = new Detecting().See(Misses(Limits.UnknownPaths - 1));
        Assert.Empty(seen.Of(Id));
        var signal = Assert.Single(seen.See(Some.Miss("/last.php", Some.Stranger("203.0.113.5"), 500)).Of(Id));
        Assert.Equal((Limits.UnknownPaths, Limits.UnknownPaths), ((int)signal.Observed, (int)signal.Threshold));
    }

    [Fact]
    public void The_same_path_however_often_is_one_path() => Assert.Empty(new Detecting().See(
        Enumerable.Range(0, 1000).Select(i => Some.Miss($"/p{i % (Limits.UnknownPaths - 1)}", atSeconds: i))).Of(Id));

    [Fact]
    public void An_actor_that_mostly_finds_what_it_asks_for_is_no_prober()
    {
        var known = Enumerable.Range(0, 20 * Limits.UnknownPaths)
            .Select(i => Some.Call(Some.Stranger("203.0.113.5"), new Endpoint("api.example.com", "GET", $"/page{i}"), atSeconds: i * 0.1));
        // The first miss comes first: from it on, what the actor finds speaks for it.
        Assert.Empty(new Detecting().See(Misses(1)).See(known).See(Misses(2 * Limits.UnknownPaths)).Of(Id));
    }

    [Fact]
    public void A_crawler_finds_more_names_than_it_misses_while_they_are_only_a_shape()
    {
        // Nineteen of twenty names are there; none is a known endpoint, because nobody but the crawler was ever there.
        var crawl = Enumerable.Range(0, 40 * Limits.UnknownPaths).Select(i => Some.Call(
            Some.Stranger("203.0.113.5"), new Endpoint("api.example.com", "GET", "/products/{any}"), path: $"/products/lamp-{i}", atSeconds: i,
            status: i % 20 == 0 ? 404 : 200, isProvisional: true)).ToList();
        Assert.Empty(new Detecting().See(crawl).Of(Id));
        Assert.NotEmpty(new Detecting().See(crawl.Select(call => call with { Call = call.Call with { Status = 404 } })).Of(Id));
    }

    [Fact]
    public void The_same_name_found_again_and_again_excuses_nothing()
    {
        var excuse = Enumerable.Range(0, 500).Select(i => Some.Call(
            Some.Stranger("203.0.113.5"), new Endpoint("api.example.com", "GET", "/products/{any}"), path: "/products/lamp", atSeconds: i, isProvisional: true));
        Assert.NotEmpty(new Detecting().See(Misses(1)).See(excuse).See(Misses(2 * Limits.UnknownPaths, atSeconds: 500)).Of(Id));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(500)]
    public void Refusals_of_unknown_paths_are_misses_too(int status) => Assert.NotEmpty(new Detecting().See(
        Misses(2 * Limits.UnknownPaths).Select(call => call with { Call = call.Call with { Status = status } })).Of(Id));

    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    [InlineData(302)]
    public void Answers_that_are_no_refusal_or_unknown_are_no_misses(int? status) => Assert.Empty(new Detecting().See(
        Misses(2 * Limits.UnknownPaths).Select(call => call with { Call = call.Call with { Status = status } })).Of(Id));

    [Fact]
    public void Refused_objects_of_known_endpoints_are_left_to_object_enumeration() => Assert.Empty(new Detecting().See(
        Enumerable.Range(0, 500).Select(i => Some.Call(objectId: Some.Scattered(i), atSeconds: i, status: 404))).Of(Id));

    [Fact]
    public void Paths_of_two_hours_ago_are_forgotten()
    {
        var half = Limits.UnknownPaths - 1;
        Assert.Empty(new Detecting().See(Misses(half)).See(Misses(half, from: half, atSeconds: 2 * Hour)).Of(Id));
        Assert.NotEmpty(new Detecting().See(Misses(half)).See(Misses(half, from: half, atSeconds: Hour)).Of(Id));
    }

    [Fact]
    public void Two_actors_do_not_mix()
    {
        var half = Limits.UnknownPaths - 1;
        Assert.Empty(new Detecting().See(Misses(half).Concat(Misses(half, from: half, by: Some.Stranger("203.0.113.7")))).Of(Id));
    }

    [Fact]
    public void Our_own_blocks_never_feed_it() => Assert.Empty(new Detecting().See(
        Misses(10 * Limits.UnknownPaths).Select(call => call with { Call = call.Call with { BlockedBy = "edge", Status = 403 } })).Of(Id));

    [Fact]
    public void A_flood_of_paths_says_little_and_bounded()
    {
        var seen = new Detecting().See(Misses(50_000, everySeconds: 0.01));
        Assert.InRange(seen.Of(Id).Count(), 1, 30);
        Assert.All(seen.Of(Id), signal => Assert.InRange(signal.Events.Count, 1, 64));
    }

    private static IEnumerable<EnrichedEvent> Misses(int count, int from = 0, double atSeconds = 0, Actor? by = null, double everySeconds = 1) =>
        Enumerable.Range(from, count).Select(i => Some.Miss($"/old/{i}.php", by ?? Some.Stranger("203.0.113.5"), atSeconds + ((i - from) * everySeconds)));
}
