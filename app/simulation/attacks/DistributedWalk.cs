using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>
/// One of many infected machines that count through the public parcel tracking together: each asks for a score of numbers, no two for the
/// same. The first band takes them in turn, with one program and in haste; the second shuffles them, takes its time, and every machine
/// pretends to be another browser.
/// </summary>
internal sealed class DistributedWalk(AttackShape shape, ShopWorld world, int number) : Attack(shape, world, number)
{
    private const int FirstBand = 36, SecondBand = 54;

    /// <summary>Machines of both bands.</summary>
    public const int Machines = FirstBand + SecondBand;

    private int Place { get; init; }
    private int BandSize { get; init; }
    private int First { get; init; }
    private int Objects { get; init; }
    private int Pace { get; init; }
    private bool IsShuffled { get; init; }

    public static Attack Make(AttackShape shape, ShopWorld world, Accomplices accomplices, int number)
    {
        var (pair, place) = (number / Machines, number % Machines);
        var isSecond = place >= FirstBand;
        var band = Chance.Of(world.Seed, shape.Name, 100_000 + (2 * pair) + (isSecond ? 1 : 0));
        var size = isSecond ? SecondBand : FirstBand;
        var objects = band.Between(15, 25);
        var pace = isSecond ? band.Between(15, 40) * ShopWorld.Second : band.Between(3, 7) * ShopWorld.Second;
        var program = band.Of(UserAgents.Scripts);
        var book = world.Orders;
        return new DistributedWalk(shape, world, number)
        {
            Clients = [new Client(AddressPlan.Infected(number), isSecond ? UserAgents.Browsers[place % UserAgents.Browsers.Count] : program, ClientKind.Program, 0)],
            BeginsAt = accomplices.Begin((long)objects * pace * 3 / 2, band),
            Aim = "GET /v1/tracking/{number}",
            Place = isSecond ? place - FirstBand : place,
            BandSize = size,
            First = OrderBook.First + band.Below(Math.Max(1, book.Last - OrderBook.First - (objects * size))),
            Objects = objects,
            Pace = pace,
            IsShuffled = isSecond,
        };
    }

    protected override IEnumerable<int> Live()
    {
        yield return (int)BeginsAt + Chance.Below(Pace);
        for (var turn = 0; turn < Objects; turn++)
        {
            var step = (turn * BandSize) + Place;
            var id = First + (IsShuffled ? Shuffled(step) : step);
            yield return Send(
                Operations.Tracking, $"/v1/tracking/{OrderBook.ParcelOf(id)}", Chance.Between(Pace * 2 / 3, Pace * 4 / 3), World.Orders.Exists(id) ? 200 : 404);
        }
    }

    // A factor without a common divisor permutes the range, the same for the whole band.
    private int Shuffled(int step)
    {
        var count = Objects * BandSize;
        var factor = (count * 5 / 8) | 1;
        while (GreatestCommonDivisor(factor, count) != 1)
            factor += 2;
        return (int)((long)step * factor % count);
    }

    private static int GreatestCommonDivisor(int one, int other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);
}
