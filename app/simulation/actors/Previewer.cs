using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>A messenger that fetches a picture and a title for every product link somebody sends.</summary>
internal sealed class Previewer(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.Previewers, number)
{
    protected override IEnumerable<int> Live()
    {
        while (true)
        {
            yield return DayRhythm.Customers.UntilVisit(World.NowOnTheClock, 2_000, Chance);
            yield return Chance.Percent(3)
                ? Send(Operations.Product, $"/v1/products/{ProductRange.Gone(Chance)}", 1, status: 404)
                : Send(Operations.Product, $"/v1/products/{World.Products.Popular(Chance)}", 1);
        }
    }
}
