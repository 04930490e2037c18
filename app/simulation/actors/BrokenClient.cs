using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>A forgotten screen in a shop window that asks for a file that is not there any more, every few minutes, for ever.</summary>
internal sealed class BrokenClient(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.Broken, number)
{
    protected override IEnumerable<int> Live()
    {
        var (every, file) = (Chance.Between(60, 400) * ShopWorld.Second, Chance.Between(1, 4));
        yield return Chance.Below(every);
        while (true)
        {
            yield return Send(Operations.Config, $"/v1/config", 400);
            yield return Send(Operations.MissingFile, $"/v1/widgets/manifest-v{file}.json", every);
        }
    }
}
