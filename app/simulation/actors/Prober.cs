using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>Asks for /health at a fixed beat, day and night, for years.</summary>
internal sealed class Prober(ShopWorld world, int number, int everySeconds) : SimulatedActor(world, PopulationNames.Probers, number)
{
    protected override IEnumerable<int> Live()
    {
        yield return Chance.Below(everySeconds * ShopWorld.Second);
        while (true)
            yield return Send(Operations.Health, $"/health", everySeconds * ShopWorld.Second);
    }
}
