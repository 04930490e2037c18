using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// A small merchant who looks every evening where the parcels are that it sent off three days ago. They were labelled in one go, so their
/// numbers follow each other; the next merchant's follow on those. Nobody signs in to look at parcels.
/// </summary>
internal sealed class ParcelDesk(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.ParcelDesks, number)
{
    private const int Batch = 16, BatchesADay = 40;

    private int Place { get; } = number;

    protected override IEnumerable<int> Live()
    {
        var (hour, minute) = (Chance.Between(16, 17), Chance.Below(60));
        while (true)
        {
            yield return World.UntilTimeOfDay(hour, minute);
            var day = (int)(World.Now / (24L * ShopWorld.Hour));
            var first = OrderBook.First + (Batch * ((BatchesADay * (1 + day)) + Place));
            for (var id = first; id < first + Batch; id++)
            {
                if (World.Orders.Exists(id))
                    yield return Send(Operations.Tracking, $"/v1/tracking/{OrderBook.ParcelOf(id)}", Think(9_000));
            }

            yield return ShopWorld.Hour;
        }
    }
}
