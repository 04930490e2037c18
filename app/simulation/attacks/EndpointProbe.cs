using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>A scanner looks for what nobody was meant to find: unlikely paths, odd methods, most of them missing or forbidden.</summary>
internal sealed class EndpointProbe(AttackShape shape, ShopWorld world, int number) : Attack(shape, world, number)
{
    private int FastestPause { get; init; }
    private int SlowestPause { get; init; }
    private int Probes { get; init; }

    public static Attack Fast(AttackShape shape, ShopWorld world, Accomplices accomplices, int number) =>
        Make(shape, world, accomplices, number, 60, 260, fewest: 250, most: 700);

    public static Attack Moderate(AttackShape shape, ShopWorld world, Accomplices accomplices, int number) =>
        Make(shape, world, accomplices, number, 2_500, 10_000, fewest: 140, most: 320);

    protected override IEnumerable<int> Live()
    {
        yield return (int)BeginsAt;
        foreach (var pause in Enter())
            yield return pause;
        yield return Send(Operations.Health, $"/health", Chance.Between(FastestPause, SlowestPause));
        for (var probe = 0; probe < Probes; probe++)
        {
            foreach (var pause in Reenter())
                yield return pause;
            var lot = Chance.Below(100);
            var isOdd = ProbeDictionary.Method(Chance);
            var status = lot switch
            {
                < 74 => 404,
                < 86 => Account is null ? 401 : 403,
                < 94 => isOdd.Method == "GET" ? 404 : 405,
                < 97 => 400,
                _ => 200,
            };
            yield return Send(isOdd, $"{ProbeDictionary.Path(Chance)}", Chance.Between(FastestPause, SlowestPause), status);
        }
    }

    private static EndpointProbe Make(
        AttackShape shape, ShopWorld world, Accomplices accomplices, int number, int fastest, int slowest, int fewest, int most)
    {
        var chance = Chance.Of(world.Seed, shape.Name, 1_000 + number);
        var probes = chance.Between(fewest, most);

        // Every second scanner has an account, and sits in an office behind the address of everyone else there.
        var insider = number % 2 == 1 ? accomplices.OfficeWorker(chance) : null;
        var scanner = chance.Of(UserAgents.Scanners);
        return new(shape, world, number)
        {
            Clients = [insider is null ? accomplices.Machine(scanner) : insider.Clients[0].With(scanner)],
            Account = insider?.Account,
            Victim = insider,
            BeginsAt = accomplices.Begin((long)probes * (fastest + slowest) / 2, chance),
            Aim = "paths of a dictionary",
            FastestPause = fastest,
            SlowestPause = slowest,
            Probes = probes,
        };
    }
}
