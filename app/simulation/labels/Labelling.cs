using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Labels;

/// <summary>Makes the labels of a simulation that has run.</summary>
internal static class Labelling
{
    /// <summary>Attacks first; whoever's account was abused is labelled once, as the attack.</summary>
    public static IEnumerable<ActorLabel> Of(ShopWorld world, IEnumerable<SimulatedActor> actors)
    {
        var called = actors.Where(actor => actor.Calls > 0).ToList();
        var attacks = called.OfType<Attack>().ToList();
        var victims = attacks.Select(attack => attack.Victim).OfType<SimulatedActor>().ToHashSet();
        return attacks.Select(attack => Label(world, attack))
            .Concat(called.Where(actor => actor is not Attack && !victims.Contains(actor)).Select(actor => Label(world, actor)));
    }

    private static ActorLabel Label(ShopWorld world, SimulatedActor actor)
    {
        var attack = actor as Attack;
        return new ActorLabel
        {
            Actor = new LabelledActor(
                actor.Account is null ? "address" : actor.Account.IsConsumer ? "consumer" : "user", actor.Account?.Name ?? actor.Clients[0].Address),
            Label = attack is not null ? LabelKind.Attack : actor is BackgroundNoise ? LabelKind.Noise : LabelKind.Benign,
            Population = attack is null ? actor.Population : attack.Victim?.Population ?? "strangers",
            Users = actor.Account is null ? [] : [actor.Account.Name],
            Addresses = [.. actor.Clients.Select(client => client.Address).Distinct()],
            UserAgents = [.. actor.Clients.SelectMany(Programs).Distinct()],
            From = Time(world, actor.FirstCallAt),
            To = Time(world, actor.LastCallAt),
            Calls = actor.Calls,
            Attack = attack?.Shape.Name,
            Categories = attack?.Shape.Categories,
            Aim = attack?.Aim,
            CallsEach = attack?.Tally.Every,
            CallsAt = attack?.Tally.Offsets,
        };
    }

    private static IEnumerable<string> Programs(Client client) =>
        client.Before is null ? [client.UserAgent.Text] : [client.Before.Text, client.UserAgent.Text];

    private static DateTimeOffset Time(ShopWorld world, long at) => DateTimeOffset.FromUnixTimeMilliseconds(world.StartsAt + at);
}
