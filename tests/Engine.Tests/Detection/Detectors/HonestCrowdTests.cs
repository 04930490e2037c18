using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

/// <summary>Crowds that look a little like a shared walk, and are none.</summary>
public sealed class HonestCrowdTests
{
    private const string Id = "API-ENUM-002";

    [Fact]
    public void New_orders_are_dense_and_in_sequence_by_nature() =>
        Assert.Empty(After(Crowd.Walk(40, turns: 8, first: Crowd.New, who: Crowd.Person)).Of(Id));

    [Fact]
    public void Counting_on_beyond_the_newest_is_refused_and_no_growth() => Assert.NotEmpty(After(Crowd.Walk(40, turns: 8, first: Crowd.New, refuseEvery: 1)).Of(Id));

    [Fact]
    public void A_sale_sends_everybody_to_the_same_products()
    {
        var random = new Random(5);
        var visitors = Crowd.Each(80, 15, (visitor, look) => Crowd.Ask(Crowd.Bot(visitor), Crowd.Old + random.Next(200), Crowd.Noon + (look * 60) + visitor));
        Assert.Empty(After(visitors).Of(Id));
    }

    [Fact]
    public void A_recall_sends_each_customer_to_one_old_order() =>
        Assert.Empty(After(Enumerable.Range(0, 600).Select(i => Crowd.Ask(Crowd.Person(i), Crowd.Old + i, Crowd.Noon + i))).Of(Id));

    [Fact]
    public void An_app_that_starts_shows_a_dozen_own_orders()
    {
        var starts = Crowd.Each(60, 12, (customer, order) => Crowd.Ask(
            Crowd.Person(customer), Crowd.Old + (((customer * 12) + order) * 7919L % 50_000), Crowd.Noon + (customer * 20) + (order * 0.1)));
        Assert.Empty(After(starts).Of(Id));
    }

    [Fact]
    public void A_small_shop_whose_customers_all_look_at_all_their_orders_is_not_stopped()
    {
        var starts = Crowd.Each(60, 12, (customer, order) => Crowd.Ask(
            Crowd.Person(customer), Crowd.Old + (((customer * 12) + order) * 379L % 800), Crowd.Noon + (customer * 20) + (order * 0.1)));
        AssertNobodyIsStopped(After(starts));
    }

    [Fact]
    public void A_search_engine_on_public_pages_is_not_stopped()
    {
        var crawl = Crowd.Walk(20, turns: 20);
        AssertNobodyIsStopped(new Detecting().See(Crowd.Usual(isPublic: true)).See(crawl).End());
    }

    [Fact]
    public void Pages_of_a_list_are_turned_by_everybody()
    {
        var readers = Crowd.Each(50, 20, (reader, page) => Crowd.Ask(Crowd.Bot(reader), 1 + page, Crowd.Noon + (reader * 7) + (page * 3)));
        Assert.Empty(After(readers).Of(Id));
    }

    [Fact]
    public void Monitoring_asks_for_the_same_few_from_everywhere()
    {
        var probes = Crowd.Each(30, 60, (probe, minute) => Crowd.Ask(Crowd.Bot(probe), Crowd.Old + (minute % 10), Crowd.Noon + (minute * 60) + probe));
        Assert.Empty(After(probes).Of(Id));
    }

    [Fact]
    public void A_team_that_shares_out_a_queue_every_day_is_not_stopped()
    {
        // A backlog, worked down from its newest end, so that growth explains nothing.
        var shifts = Enumerable.Range(0, 12).SelectMany(
            shift => Crowd.Walk(12, turns: 15, first: Crowd.Old - (shift * 500), at: 2 * shift * Crowd.Hour, who: Crowd.Person));
        AssertNobodyIsStopped(new Detecting().See(shifts).End());
    }

    [Fact]
    public void A_team_that_works_off_a_backlog_once_is_not_stopped() => Assert.NotEmpty(AssertNobodyIsStopped(
        After(Crowd.Walk(12, turns: 15, who: Crowd.Person))).Of(Id));

    [Fact]
    public void Programs_of_one_vendor_that_wake_together_are_not_stopped()
    {
        // Ten customers' notes lie between each other; each program fetches its own, oldest first, at the same pace.
        var notes = Enumerable.Range(0, 600).Select(note => Crowd.Ask(
            Some.Key("connector" + (StableHash.Combine((ulong)note, 1) % 10)), Crowd.Old + note, Crowd.Noon + (note * 0.2), offset: note));
        Assert.NotEmpty(AssertNobodyIsStopped(After(notes)).Of(Id));
    }

    [Fact]
    public void Merchants_that_look_after_batches_of_their_own_are_not_stopped()
    {
        var batches = Crowd.Each(12, 15, (merchant, parcel) => Crowd.Ask(
            Crowd.Bot(merchant), Crowd.Old + (merchant * 15) + parcel, Crowd.Noon + (merchant * 7_919 % 3_000) + (parcel * 9), offset: (merchant * 15) + parcel));
        AssertNobodyIsStopped(new Detecting().See(Crowd.Usual()).See(batches.Select(call => call with { Actor = new Actor(new ActorKey(ActorKind.Address, $"{call.Actor.Key.Value}{call.Actor.Hash}")) })).End());
    }

    [Fact]
    public void A_small_shop_where_everybody_reads_the_same_new_things_is_not_stopped()
    {
        var readers = Crowd.Each(30, 40, (reader, item) => Crowd.Ask(
            Crowd.Person(reader), Crowd.New + item, Crowd.Noon + (item * 60) + reader, item % 12 == 3 ? 410 : 200, offset: (reader * 40) + item));
        AssertNobodyIsStopped(new Detecting().See(readers).End());
    }

    private static Detecting After(IEnumerable<EnrichedEvent> calls) => new Detecting().See(Crowd.Usual()).See(calls).End();

    private static Detecting AssertNobodyIsStopped(Detecting seen)
    {
        Assert.All(seen.Verdicts, verdict => Assert.Equal(VerdictAction.Observe, verdict.Action));
        return seen;
    }
}
