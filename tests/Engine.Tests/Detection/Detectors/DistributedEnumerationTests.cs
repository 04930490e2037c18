using Engine.Detection;
using Engine.Detection.Detectors;
using Engine.Detection.Facts.Walks;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

public sealed class DistributedEnumerationTests
{
    private const string Id = "API-ENUM-002";

    private static readonly DistributedEnumeration.Options Limits = new();

    [Fact]
    public void A_walk_that_many_share_fires_on_each_of_them()
    {
        var seen = After(Crowd.Walk(actors: 20, turns: 10));
        Assert.Equal(20, seen.Of(Id).Select(signal => signal.Actor).Distinct().Count());
        Assert.Equal(20, seen.Verdicts.Where(verdict => verdict.Action >= VerdictAction.Challenge).Select(verdict => verdict.Actor).Distinct().Count());
        Assert.Empty(seen.Of("API-ENUM-001"));
    }

    [Fact]
    public void Its_reason_has_the_numbers_and_its_evidence_the_calls()
    {
        var signal = After(Crowd.Walk()).Of(Id).Last();
        Assert.StartsWith("12 actors together asked GET /v1/parcels/{id} for ", signal.Reason, StringComparison.Ordinal);
        Assert.Contains("normal: at most", signal.Reason, StringComparison.Ordinal);
        Assert.Equal(Limits.DistinctIds, signal.Threshold);
        Assert.InRange(signal.Events.Count, Limits.IdsPerActor - 2, 16);
        Assert.True(signal.From < signal.To && signal.To < Some.At(Crowd.Noon + 120));
    }

    [Fact]
    public void It_fires_exactly_at_its_number_of_actors()
    {
        Assert.NotEmpty(After(Crowd.Walk(Limits.Actors, turns: 16)).Of(Id));
        Assert.Empty(After(Crowd.Walk(Limits.Actors - 1, turns: 16)).Of(Id));
    }

    [Fact]
    public void It_fires_exactly_at_its_number_of_ids()
    {
        var ids = 12 * 8;
        Assert.NotEmpty(After(Crowd.Walk(12, turns: 8), Limits with { DistinctIds = ids }).Of(Id));
        Assert.Empty(After(Crowd.Walk(12, turns: 8), Limits with { DistinctIds = ids + 1 }).Of(Id));
    }

    [Fact]
    public void It_fires_exactly_at_its_number_of_ids_for_each_actor()
    {
        Assert.NotEmpty(After(Crowd.Walk(32, turns: Limits.IdsPerActor)).Of(Id));
        Assert.Empty(After(Crowd.Walk(32, turns: Limits.IdsPerActor - 1)).Of(Id));
    }

    [Fact]
    public void Ids_that_end_in_a_check_digit_are_walked_ten_apart() => Assert.NotEmpty(After(Crowd.Walk(20, turns: 10, step: 10)).Of(Id));

    [Fact]
    public void A_shuffled_walk_fires_once_it_covers_its_range()
    {
        var inOrder = Crowd.Walk(20, turns: 16, refuseEvery: 9).ToList();
        var shuffled = inOrder.Select((call, i) => call with { Objects = inOrder[(int)((long)i * 211 % inOrder.Count)].Objects });
        Assert.NotEmpty(After(shuffled).Of(Id));
    }

    [Fact]
    public void Nothing_but_the_sharing_out_is_observed_at_most()
    {
        var inOrder = Crowd.Walk(20, turns: 16, who: Crowd.Person).ToList();
        var shuffled = inOrder.Select((call, i) => call with { Objects = inOrder[(int)((long)i * 211 % inOrder.Count)].Objects });
        Assert.NotEmpty(AssertNobodyIsStopped(After(shuffled)).Of(Id));
    }

    [Fact]
    public void While_nothing_is_learned_what_is_never_refused_leads_to_observe_at_most() =>
        Assert.NotEmpty(AssertNobodyIsStopped(AfterLittle(Crowd.Walk(20, turns: 12, at: 3 * Crowd.Hour))).Of(Id));

    [Theory]
    [InlineData(9, true)]
    [InlineData(40, false)]
    public void While_nothing_is_learned_refusals_decide_that_no_chance_explains(int refuseEvery, bool isStopped)
    {
        var seen = AfterLittle(Crowd.Walk(20, turns: 12, at: 3 * Crowd.Hour, refuseEvery: refuseEvery));
        Assert.Equal(isStopped ? 20 : 0, seen.Verdicts.Where(verdict => verdict.Action >= VerdictAction.Challenge).Select(verdict => verdict.Actor).Distinct().Count());
    }

    [Fact]
    public void It_needs_no_call_before_the_walk() =>
        Assert.Contains(new Detecting().See(Crowd.Walk(20, turns: 12, refuseEvery: 9)).End().Verdicts, verdict => verdict.Action >= VerdictAction.Challenge);

    [Fact]
    public void Of_people_nothing_can_be_told_before_something_is_learned() =>
        AssertNobodyIsStopped(AfterLittle(Crowd.Walk(20, turns: 12, at: 3 * Crowd.Hour, refuseEvery: 9, who: Crowd.Person)));

    [Fact]
    public void Where_everybody_takes_several_refusals_decide()
    {
        var usual = Crowd.Usual().SelectMany(look => Enumerable.Range(0, 12).Select(i => Crowd.Ask(look.Actor, Number(look) + (i * 5_003), Crowd.Seconds(look) + (i * 9))));
        Assert.Empty(Stopped(new Detecting().See(usual.OrderBy(call => call.Tick)).See(Crowd.Walk(20, turns: 12)).End()));
        Assert.NotEmpty(Stopped(new Detecting().See(usual.OrderBy(call => call.Tick)).See(Crowd.Walk(20, turns: 12, refuseEvery: 9)).End()));
    }

    [Fact]
    public void Who_has_a_stretch_of_its_own_in_the_midst_of_it_has_no_part_in_it()
    {
        var walk = Crowd.Walk(20, turns: 12, refuseEvery: 9).ToList();
        var merchant = Some.Stranger("198.51.100.9");
        var own = Enumerable.Range(0, 12).Select(i => Crowd.Ask(merchant, Crowd.Old + 200 + i, Crowd.Noon + 50 + i, offset: 10_000 + i));
        var seen = After(walk.Concat(own).OrderBy(call => call.Call.At));
        Assert.Equal(20, Stopped(seen).Count);
        Assert.DoesNotContain(merchant, Stopped(seen));
    }

    [Fact]
    public void A_late_call_counts_and_is_counted()
    {
        // Everybody but one took enough, and that one lacks a single id.
        var calls = Crowd.Walk(Limits.Actors, turns: 12).ToList();
        var own = calls.FindAll(call => call.Actor.Equals(Crowd.Bot(0)));
        calls.RemoveAll(own.Skip(Limits.IdsPerActor).Contains);
        var late = own[Limits.IdsPerActor] with { Tick = Some.At(Crowd.Noon + 100) };
        var learned = new Detecting().See(Crowd.Usual()).See(calls).See(Crowd.Later(Crowd.Noon + 100));
        Assert.Empty(learned.Of(Id));
        Assert.Equal(0, learned.Statistics.LateFacts);
        learned.See(late, Crowd.Later(Crowd.Noon + 110));
        Assert.NotEmpty(learned.Of(Id));
        Assert.Equal(1, learned.Statistics.LateFacts);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Ids_of_two_hours_ago_are_forgotten(int hours, bool isRemembered)
    {
        var half = Crowd.Walk(12, turns: 4).Concat(Crowd.Walk(12, turns: 4, first: Crowd.Old + 48, at: Crowd.Noon + (hours * Crowd.Hour)));
        Assert.Equal(isRemembered, After(half).Of(Id).Any());
    }

    [Fact]
    public void Two_endpoints_do_not_mix()
    {
        var half = Crowd.Walk(12, turns: 4).Concat(Crowd.Walk(12, turns: 4, first: Crowd.Old + 48, to: Some.Orders, at: Crowd.Noon + 60));
        var usual = Crowd.Usual().Concat(Crowd.Usual(Some.Orders)).OrderBy(call => call.Call.At);
        Assert.Empty(new Detecting().See(usual).See(half).End().Of(Id));
    }

    [Fact]
    public void Our_own_blocks_never_feed_it() =>
        Assert.Empty(After(Crowd.Walk().Select(call => call with { Call = call.Call with { BlockedBy = "edge", Status = 403 } })).Of(Id));

    [Fact]
    public void An_endpoint_that_is_only_a_shape_has_no_ids() => Assert.Empty(After(Crowd.Walk().Select(call => call with { IsProvisional = true })).Of(Id));

    [Fact]
    public void In_shadow_signals_are_recorded_and_no_verdict_comes_of_them()
    {
        var seen = After(Crowd.Walk(), Limits with { Mode = DetectorMode.Shadow });
        Assert.NotEmpty(seen.Of(Id));
        Assert.All(seen.Of(Id), signal => Assert.True(signal.IsShadow));
        Assert.Empty(seen.Verdicts);
    }

    [Fact]
    public void A_long_campaign_says_little_about_each()
    {
        var seen = After(Crowd.Walk(30, turns: 200));
        Assert.All(seen.Of(Id).CountBy(signal => signal.Actor), said => Assert.InRange(said.Value, 1, 20));
    }

    [Fact]
    public void A_flood_of_actors_is_bounded_and_said()
    {
        // Two neighbouring ids each: the second is a step, which is remembered.
        var flood = Crowd.Each(WalkVisitors.Most + 100, 2, (actor, id) => Crowd.Ask(
            Crowd.Bot(actor), Crowd.Old + (2 * actor) + id, Crowd.Noon + (1000 * id) + (actor * 0.3))).ToList();
        var seen = new Detecting().See(Crowd.Usual()).See(flood.Take(flood.Count - 200)).See(Crowd.Later(Crowd.Noon + 3000));
        Assert.True(seen.Statistics.IsExact);
        Assert.False(seen.See(flood.TakeLast(200)).End().Statistics.IsExact);
    }

    [Fact]
    public void An_actor_that_was_forgotten_meanwhile_is_only_recorded()
    {
        var seen = new Detecting(memoryBytes: 16L << 20).See(Crowd.Usual()).See(Crowd.Walk(turns: 6, at: Crowd.Noon));
        var last = Crowd.Noon + 29;
        seen.See(Crowd.Walk(turns: 1, first: Crowd.Old + (6 * 12), at: last).Skip(12))
            .See(Enumerable.Range(0, 30_000).Select(i => Some.Call(Some.Stranger("flood" + i), to: Some.Products, atSeconds: last + 7)));
        Assert.Empty(seen.Verdicts);
        seen.See(Crowd.Later(last + 60));
        Assert.NotEmpty(seen.Of(Id));
        Assert.Empty(seen.Verdicts);
    }

    private static long Number(EnrichedEvent call) => call.Objects[0].Number!.Value;

    private static HashSet<Actor> Stopped(Detecting seen) =>
        [.. seen.Verdicts.Where(verdict => verdict.Action >= VerdictAction.Challenge).Select(verdict => verdict.Actor)];

    /// <summary>Three hours of a few visitors: nothing is mature.</summary>
    private static Detecting AfterLittle(IEnumerable<EnrichedEvent> calls) =>
        new Detecting().See(Enumerable.Range(0, 64).Select(i => Crowd.Ask(Crowd.Person(i), 5_000_000 + (i * 7919), i))).See(calls).End();

    private static Detecting After(IEnumerable<EnrichedEvent> calls, DistributedEnumeration.Options? options = null) =>
        new Detecting(detectors: new Dictionary<string, DetectorOptions> { [Id] = options ?? Limits }).See(Crowd.Usual()).See(calls).End();

    private static Detecting AssertNobodyIsStopped(Detecting seen)
    {
        Assert.All(seen.Verdicts, verdict => Assert.Equal(VerdictAction.Observe, verdict.Action));
        return seen;
    }
}
