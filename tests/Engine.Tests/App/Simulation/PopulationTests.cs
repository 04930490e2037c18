using System.Globalization;
using System.Text.RegularExpressions;
using Engine.App.Simulation;
using Engine.App.Simulation.Shop;

namespace Engine.Tests.App.Simulation;

public sealed partial class PopulationTests
{
    private static readonly SimulationOptions Town = new() { Seed = 11, Users = 600, Attacks = [] };
    private static readonly List<SimulatedCall> Calls = [.. Runs.Calls(Town)];

    [Fact]
    public void An_app_starts_with_a_burst_of_own_orders()
    {
        var most = Calls.Where(call => call.UserAgent.StartsWith("ShopApp", StringComparison.Ordinal) && call.User is not null)
            .GroupBy(call => call.User).Max(calls => calls.CountBy(call => call.Second / 2).Max(pair => pair.Value));

        Assert.InRange(most, 15, 60);
    }

    [Fact]
    public void An_integration_walks_the_same_own_orders_hour_after_hour()
    {
        var sync = Calls.Where(call => call.User == "partner-erp-3" && call.Target.StartsWith("/v1/orders/", StringComparison.Ordinal)).ToList();
        var byHour = sync.GroupBy(call => call.Second / 3600).Select(calls => calls.Select(call => call.Target).ToHashSet()).ToList();

        Assert.True(byHour.Count >= 28);
        Assert.True(byHour[3].Count >= 20);
        Assert.True(byHour[4].Intersect(byHour[3]).Count() > byHour[4].Count / 2);
    }

    [Fact]
    public void Exports_happen_in_the_first_night_and_at_the_same_hour_in_the_second()
    {
        var hours = Calls.Where(call => call.Target.Contains("/download", StringComparison.Ordinal))
            .Select(call => (call.User, Hour: (call.Second - Town.Start.ToUnixTimeSeconds()) / 3600)).Distinct().ToList();

        Assert.Contains(hours, export => export.Hour < 6 && hours.Contains((export.User, export.Hour + 24)));
    }

    [Fact]
    public void A_partner_has_its_first_day_inside_the_simulation()
    {
        var first = Calls.First(call => call.User == "partner-erp-1").Second - Town.Start.ToUnixTimeSeconds();

        Assert.InRange(first, Town.Hours * 3600 * 0.5, Town.Hours * 3600 * 0.6);
    }

    [Fact]
    public void A_support_agent_sees_dozens_of_customers_a_day()
    {
        var customers = Calls.Where(call => call.User == "agent-21").Select(call => Customer().Match(call.Target)).Where(match => match.Success)
            .Select(match => match.Value).Distinct().Count();

        Assert.InRange(customers, 20, 61);
    }

    [Fact]
    public void Hundreds_share_one_address_and_many_of_them_one_program_too()
    {
        var crowd = Calls.Where(call => call.User is not null).GroupBy(call => call.Address)
            .Max(calls => calls.Select(call => call.User).Distinct().Count());
        var alike = Calls.Where(call => call.User is not null).GroupBy(call => (call.Address, call.UserAgent))
            .Max(calls => calls.Select(call => call.User).Distinct().Count());

        Assert.True(crowd >= 40, $"{crowd}");
        Assert.True(alike >= 15, $"{alike}");
    }

    [Fact]
    public void An_outage_makes_a_storm_of_failures_and_retries()
    {
        var failures = Calls.Where(call => call.Status is 503 or 504).ToList();
        var minutes = (failures[^1].Second - failures[0].Second) / 60;

        Assert.InRange(minutes, 1, 10);
        Assert.Contains(failures, failure => failures.Exists(again => again.Second > failure.Second && again with { Second = failure.Second } == failure));
    }

    [Fact]
    public void New_endpoints_appear_with_the_release()
    {
        var first = Calls.First(call => call.Target.StartsWith("/v2/", StringComparison.Ordinal)).Second - Town.Start.ToUnixTimeSeconds();

        Assert.InRange(first, Town.Hours * 3600 * 0.5, Town.Hours * 3600 * 0.75);
    }

    [Fact]
    public void A_refused_session_is_followed_by_signing_in_again()
    {
        var customer = Calls.First(call => call is { Status: 401, Target: "/v1/me" });
        var next = Calls.Where(call => call.Address == customer.Address && call.UserAgent == customer.UserAgent && call.Second >= customer.Second)
            .Take(300).ToList();

        Assert.Contains(next, call => call.Target is "/v1/login" or "/v1/token/refresh" && call.Status == 200);
    }

    [Fact]
    public void Own_orders_lie_scattered_over_all_ids_and_never_belong_to_two()
    {
        var book = new OrderBook(seed: 99);
        var owners = Enumerable.Range(0, 50).Select(_ => book.Claim(40)).ToList();
        var ids = owners.Select(owner => Enumerable.Range(0, owner.Count).Select(position => owner[position]).ToList()).ToList();

        Assert.Equal(2_000, ids.SelectMany(all => all).Distinct().Count());
        Assert.All(ids.SelectMany(all => all), id => Assert.True(book.Exists(id)));
        Assert.All(ids, own => Assert.True(own.Max() - own.Min() > 1_500));
        Assert.InRange(Enumerable.Range(OrderBook.First, 2_000).Count(book.Exists), 1_600, 1_950);
        Assert.True(owners[0].Buy() > ids.SelectMany(all => all).Max());
    }

    [Fact]
    public void Half_of_the_readers_read_every_announcement_in_order_and_all_of_them_the_same()
    {
        var readers = Calls.Where(call => call.Target.StartsWith("/v1/announcements/", StringComparison.Ordinal)).GroupBy(call => call.User)
            .Select(calls => calls.Select(call => int.Parse(call.Target[18..], CultureInfo.InvariantCulture)).Distinct().ToList()).ToList();

        Assert.True(readers.Count(read => read[0] == 1 && read.Zip(read.Skip(1)).All(pair => pair.Second == pair.First + 1)) >= 4);
        Assert.True(readers.Count(read => read.Contains(46)) >= 10);
    }

    [Fact]
    public void Clerks_take_the_next_return_of_one_queue()
    {
        var taken = Calls.Where(call => call.Target.StartsWith("/v1/returns/", StringComparison.Ordinal) && call.Status is 200 or 404).ToList();

        Assert.Equal(12, taken.Select(call => call.User).Distinct().Count());
        Assert.True(taken.Count > 200);
    }

    [Fact]
    public void Connectors_fetch_their_own_notes_and_together_all_of_them()
    {
        var notes = Calls.Where(call => call.Target.StartsWith("/v1/delivery-notes/", StringComparison.Ordinal)).ToList();

        Assert.Equal(600, notes.Select(call => call.Target).Distinct().Count());
        Assert.All(notes.GroupBy(call => call.Target), note => Assert.Single(note.Select(call => call.User).Distinct()));
    }

    [Fact]
    public void Merchants_look_after_batches_that_follow_on_each_other()
    {
        var batches = Calls.Where(call => call.User is null && call.Target.StartsWith("/v1/tracking/", StringComparison.Ordinal))
            .GroupBy(call => call.Address).Select(calls => calls.Select(call => long.Parse(call.Target[13..], CultureInfo.InvariantCulture)).ToList()).ToList();

        Assert.Equal(12, batches.Count);
        Assert.All(batches, batch => Assert.InRange(batch.Max() - batch.Min(), 8, 15));
    }

    [GeneratedRegex("^/v1/support/customers/[0-9]+$")]
    private static partial Regex Customer();
}
