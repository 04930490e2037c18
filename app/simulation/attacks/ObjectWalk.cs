using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>
/// Broken object level authorization, exploited: the shop checks that somebody is signed in and forgets to check whose order it
/// is. The attacker asks for one id after another; most answers are somebody else's order.
/// </summary>
internal sealed class ObjectWalk(AttackShape shape, ShopWorld world, int number) : Attack(shape, world, number)
{
    private enum Route { Up, Down, Random }

    private Route Way { get; init; }
    private int FastestPause { get; init; }
    private int SlowestPause { get; init; }
    private int Objects { get; init; }

    public static Attack Fast(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        return (number % 3) switch
        {
            0 => Of(accomplices.PhoneUser(chance), fromOutside: true, Route.Up, 50, 200, chance.Between(400, 1_500)),
            1 => Of(accomplices.OfficeWorker(chance), fromOutside: false, Route.Down, 60, 180, chance.Between(350, 900)),
            _ => Of(accomplices.PhoneUser(chance), fromOutside: false, Route.Up, 70, 220, chance.Between(300, 700)),
        };

        Attack Of(Shopper account, bool fromOutside, Route way, int fastest, int slowest, int objects) =>
            ByCustomer(shape, world, accomplices, number, account, fromOutside, way, fastest, slowest, objects, chance);
    }

    public static Attack Slow(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        var duration = Math.Min(chance.Between(3 * ShopWorld.Hour, 6 * ShopWorld.Hour), world.Length * 45 / 100);
        var account = number % 2 == 0 ? accomplices.OfficeWorker(chance) : accomplices.Customer(chance, _ => true);
        return ByCustomer(
            shape, world, accomplices, number, account, number % 2 == 1, number % 2 == 0 ? Route.Up : Route.Down,
            42_000, 78_000, (int)(duration / ShopWorld.Minute), chance);
    }

    public static Attack Random(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        if (number % 2 == 0)
        {
            return ByCustomer(
                shape, world, accomplices, number, accomplices.PhoneUser(chance), true, Route.Random, 1_000, 5_000,
                chance.Between(200, 500), chance);
        }

        // A stolen key of an integration, used from elsewhere for several times the orders that are its own.
        var partner = accomplices.Partner(chance);
        var objects = partner.Orders.Count * chance.Between(4, 7);
        return new ObjectWalk(shape, world, number)
        {
            Clients = [accomplices.Machine(chance.Of(UserAgents.Scripts))],
            Account = partner.Account,
            Credential = partner.Credential,
            Victim = partner,
            BeginsAt = accomplices.Begin(objects * 350L, chance),
            Aim = "GET /v1/orders/{id}",
            Way = Route.Random,
            FastestPause = 100,
            SlowestPause = 600,
            Objects = objects,
        };
    }

    public static Attack Anonymous(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        var objects = chance.Between(300, 1_200);
        return new ObjectWalk(shape, world, number)
        {
            Clients = [accomplices.Machine(chance.Of(UserAgents.Scripts))],
            BeginsAt = accomplices.Begin(objects * 1_000L, chance),
            Aim = "GET /v1/tracking/{number}",
            Way = number % 2 == 0 ? Route.Up : Route.Random,
            FastestPause = 200,
            SlowestPause = 1_800,
            Objects = objects,
        };
    }

    protected override IEnumerable<int> Live()
    {
        yield return (int)BeginsAt;
        foreach (var pause in Enter())
            yield return pause;
        if (Account is { IsConsumer: false })
            yield return Send(Operations.Orders, $"/v1/orders?page=1&limit=20", Think(4_000));

        var book = World.Orders;
        var at = OrderBook.First + Chance.Below(Math.Max(1, book.Last - OrderBook.First - Objects));
        if (Way == Route.Down)
            at += Objects;
        for (var walked = 0; walked < Objects; walked++)
        {
            foreach (var pause in Reenter())
                yield return pause;
            var id = Way switch
            {
                Route.Up => at + walked,
                Route.Down => at - walked,
                _ => OrderBook.First + Chance.Below(book.Last - OrderBook.First),
            };
            yield return Ask(id, Chance.Between(FastestPause, SlowestPause));
        }
    }

    private int Ask(int id, int pause)
    {
        if (Account is null)
            return Send(Operations.Tracking, $"/v1/tracking/{OrderBook.ParcelOf(id)}", pause, World.Orders.Exists(id) ? 200 : 404);

        // Orders that moved to the new service are guarded; those are one in ten.
        var status = !World.Orders.Exists(id) ? 404 : Chance.Mix(World.Seed, (ulong)id) % 10 == 0 ? 403 : 200;
        return Send(Operations.Order, $"/v1/orders/{id}", pause, status, (ulong)id);
    }

    private static ObjectWalk ByCustomer(
        AttackShape shape, ShopWorld world, Accomplices accomplices, int number, Shopper account, bool fromOutside,
        Route way, int fastest, int slowest, int objects, Chance chance) => new(shape, world, number)
        {
            Clients = [fromOutside ? accomplices.Machine(chance.Of(UserAgents.Scripts)) : account.Clients[0].With(chance.Of(UserAgents.Scripts))],
            Account = account.Account,
            Victim = account,
            BeginsAt = accomplices.Begin((long)objects * (fastest + slowest) / 2, chance),
            Aim = "GET /v1/orders/{id}",
            Way = way,
            FastestPause = fastest,
            SlowestPause = slowest,
            Objects = objects,
        };
}
