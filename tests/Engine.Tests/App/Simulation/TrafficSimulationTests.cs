using System.Security.Cryptography;
using Engine.App.Simulation;
using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Labels;
using Engine.App.Simulation.Shop;

namespace Engine.Tests.App.Simulation;

public sealed class TrafficSimulationTests
{
    [Theory]
    [InlineData("combined")]
    [InlineData("kong")]
    [InlineData("json")]
    public void The_same_seed_gives_the_same_bytes(string format)
    {
        Assert.Equal(Runs.Of(Runs.Small, format).Traffic, Runs.Of(Runs.Small, format).Traffic);
    }

    // A change of what is simulated is allowed to change this number; a change of machine, runtime or culture is not.
    [Fact]
    public void The_bytes_are_those_of_every_other_machine()
    {
        var bytes = Runs.Of(new SimulationOptions { Seed = 7, Users = 20, Hours = 2 }).Traffic;

        Assert.Equal("28265b90f91cbfa1", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }

    [Fact]
    public void Another_seed_gives_other_traffic()
    {
        var one = Runs.Lines(Runs.Small with { Seed = 1 });
        var other = Runs.Lines(Runs.Small with { Seed = 2 });

        Assert.True(one.Intersect(other).Count() < one.Length / 4);
    }

    [Fact]
    public void Calls_come_in_the_order_of_time_and_inside_the_simulated_hours()
    {
        var simulation = new TrafficSimulation(Runs.Small);
        var (start, last) = (Runs.Small.Start.ToUnixTimeMilliseconds(), 0L);
        while (simulation.Next())
        {
            Assert.True(simulation.Call.At >= last);
            last = simulation.Call.At;
        }

        Assert.InRange(last, start, start + (Runs.Small.Hours * 3_600_000L) - 1);
        Assert.Equal(1, simulation.Progress);
    }

    [Fact]
    public void Attacks_change_nothing_in_what_everyone_else_does()
    {
        var peace = Runs.Calls(Runs.Small with { Attacks = [] }).ToList();
        var war = Runs.Calls(Runs.Small).ToList();

        var left = new Queue<SimulatedCall>(peace);
        foreach (var call in war)
        {
            if (left.TryPeek(out var next) && next == call)
                left.Dequeue();
        }

        Assert.Empty(left);
        Assert.True(war.Count > peace.Count);
    }

    [Fact]
    public void Every_labelled_attacker_calls_inside_its_interval_and_only_there()
    {
        var (_, labels) = Runs.Of(Runs.Small);
        var calls = Runs.Calls(Runs.Small).ToLookup(call => (call.Address, call.UserAgent));

        var attacks = labels.Where(label => label.IsAttack).ToList();
        Assert.Equal(16 + DistributedWalk.Machines, attacks.Count);

        // A bulk export comes from the abused account's own device, and two thieves can sit in one office with one tool.
        foreach (var tool in attacks.Where(attack => attack.Attack != "bulk-export").GroupBy(attack => (attack.Addresses[0], attack.UserAgents[0])))
        {
            Assert.Equal(tool.Sum(attack => attack.Calls), calls[tool.Key].Count());
            Assert.All(calls[tool.Key], call => Assert.Contains(
                tool, attack => call.Second >= attack.From.ToUnixTimeSeconds() && call.Second <= attack.To.ToUnixTimeSeconds()));
        }

        Assert.All(attacks, attack => Assert.True(attack.Calls > 10 && attack.CallsUntil(attack.To) == attack.Calls));
    }

    [Fact]
    public void Attacks_leave_the_first_two_fifths_to_be_learned_from()
    {
        var (_, labels) = Runs.Of(Runs.Small);

        Assert.All(
            labels.Where(label => label.IsAttack),
            label => Assert.True(label.From >= Runs.Small.Start.AddHours(Runs.Small.Hours * 0.4), $"{label.Attack} begins at {label.From}"));
    }

    [Fact]
    public void Every_kind_of_attack_is_in_the_catalogue_and_happens()
    {
        var (_, labels) = Runs.Of(Runs.Small);
        var existing = typeof(Attack).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Attack))).ToHashSet();
        var world = new ShopWorld(Runs.Small);
        var accomplices = new Accomplices(world, new Cast(world));

        Assert.Equal(AttackCatalog.All.Select(shape => shape.Name), labels.Select(label => label.Attack).OfType<string>().Distinct());
        Assert.Equal(existing, AttackCatalog.All.Select(shape => shape.Make(shape, world, accomplices, 0).GetType()).ToHashSet());
    }

    [Fact]
    public void Only_the_wanted_attacks_happen()
    {
        var (_, labels) = Runs.Of(Runs.Small.Without("bulk-export"));

        Assert.DoesNotContain("bulk-export", labels.Select(label => label.Attack));
        Assert.Contains("object-walk-slow", labels.Select(label => label.Attack));
    }

    [Fact]
    public void Every_call_of_an_innocent_can_be_recognised_by_its_label()
    {
        var (_, labels) = Runs.Of(Runs.Small with { Attacks = [] });
        var names = labels.SelectMany(label => label.Users).ToHashSet();
        var clients = labels
            .SelectMany(label => label.Addresses.SelectMany(address => label.UserAgents.Select(program => (address, program)))).ToHashSet();

        foreach (var call in Runs.Calls(Runs.Small with { Attacks = [] }))
        {
            Assert.Contains((call.Address, call.UserAgent), clients);
            Assert.True(call.User is null || names.Contains(call.User));
        }
    }

    [Fact]
    public void Nobody_innocent_shares_address_and_program_with_an_attacker_who_never_signs_in()
    {
        var (_, labels) = Runs.Of(Runs.Small);
        var strangers = labels.Where(label => label is { IsAttack: true, Actor.Kind: "address" }).ToList();

        Assert.NotEmpty(strangers);
        Assert.All(strangers, stranger => Assert.Single(labels, label => label.Addresses.Intersect(stranger.Addresses).Any()));
    }

    [Fact]
    public void Failures_are_as_rare_as_in_an_ordinary_shop()
    {
        var calls = Runs.Calls(new SimulationOptions { Seed = 3, Users = 400, Attacks = [] }).ToList();

        Assert.InRange(calls.Count(call => call.Status is >= 400 and < 500) / (double)calls.Count, 0.01, 0.08);
        Assert.InRange(calls.Count(call => call.Status >= 500) / (double)calls.Count, 0.0005, 0.01);
        Assert.InRange(calls.Count(call => call.Status == 401) / (double)calls.Count, 0.002, 0.03);
    }

    [Fact]
    public void The_day_is_busier_than_the_night()
    {
        var hours = Runs.Calls(Runs.Small with { Users = 400, Hours = 24, Attacks = [] })
            .Where(call => call.User?.StartsWith("u-", StringComparison.Ordinal) == true)
            .CountBy(call => DateTimeOffset.FromUnixTimeSeconds(call.Second).Hour).ToDictionary();

        Assert.True(hours[20] > 4 * hours.GetValueOrDefault(3));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(21, 500)]
    public void The_smallest_and_the_longest_simulation_run(int users, int hours)
    {
        var simulation = new TrafficSimulation(new SimulationOptions { Users = users, Hours = hours });
        Runs.Advance(simulation, 60_000);

        Assert.All(simulation.Labels().Where(label => label.Label == LabelKind.Attack), label => Assert.True(label.To >= label.From));
    }
}
