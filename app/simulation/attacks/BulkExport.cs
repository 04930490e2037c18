using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>
/// Somebody who is allowed in carries the shop away: listings with absurd page sizes, one customer list after another, exports
/// nobody asked for. It takes at least ten to fifty times what this account took before, measured in this very simulation.
/// </summary>
internal sealed class BulkExport(AttackShape shape, ShopWorld world, int number) : Attack(shape, world, number)
{
    private enum Loot { Listings, Customers, Exports }

    private const int FewestCalls = 20;
    private const int MostCalls = 400;

    private Loot Takes { get; init; }
    private int TimesUsual { get; init; }

    public static Attack Make(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        return (number % 3) switch
        {
            0 => Of(accomplices.Customer(chance, shopper => shopper.TenthVisitsADay > 15), Loot.Listings, "GET /v1/orders?limit=1000"),
            1 => Of(accomplices.Partner(chance), Loot.Exports, "GET /v1/exports/{id}/download"),
            _ => Of(accomplices.Agent(chance), Loot.Customers, "GET /v1/support/customers?limit=1000"),
        };

        BulkExport Of(SimulatedActor account, Loot takes, string aim) => new(shape, world, number)
        {
            Clients = [account.Clients[0]],
            Account = account.Account,
            Credential = account.Account!.IsConsumer ? account.Credential : null,
            Victim = account,
            BeginsAt = accomplices.Begin(45L * ShopWorld.Minute, chance),
            Aim = aim,
            Takes = takes,
            TimesUsual = chance.Between(10, 50),
        };
    }

    protected override IEnumerable<int> Live()
    {
        yield return (int)BeginsAt;
        foreach (var pause in Enter())
            yield return pause;

        var goal = BytesTaken + (Math.Max(Victim!.BytesTaken, 400_000) * TimesUsual);
        var export = 5_000 + Chance.Below(90_000);
        var pace = Chance.Between(1_500, 9_000);
        for (var call = 1; call <= FewestCalls || (call <= MostCalls && BytesTaken < goal); call++)
        {
            foreach (var pause in Reenter())
                yield return pause;
            yield return Takes switch
            {
                Loot.Listings => Send(
                    Operations.Orders, $"/v1/orders?page={call}&limit=1000", Think(pace), bytes: Chance.Between(180_000, 460_000)),
                Loot.Customers => Send(
                    Operations.FindCustomer, $"/v1/support/customers?page={call}&limit=1000", Think(pace),
                    bytes: Chance.Between(380_000, 620_000)),
                _ => Send(Operations.Download, $"/v1/exports/{export + (call / 10)}/download?part={1 + (call % 10)}", Think(pace)),
            };
        }
    }
}
