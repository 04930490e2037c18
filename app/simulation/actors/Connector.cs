using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// A program that one vendor installed at many resellers: all of them wake at the same times and fetch their own delivery notes, oldest first.
/// The notes of all lie between each other, as they were written.
/// </summary>
internal sealed class Connector(ShopWorld world, int number, int all) : SimulatedActor(world, PopulationNames.Connectors, number)
{
    private const int First = 310_000, NotesOfAll = 600;

    private int Place { get; } = number;

    protected override IEnumerable<int> Live()
    {
        while (true)
        {
            yield return World.UntilTimeOfDay(World.NowOnTheClock / ShopWorld.Hour % 24 < 13 ? 13 : 1, 30) + Chance.Below(4_000);
            for (var note = First; note < First + NotesOfAll; note++)
            {
                if (Chance.Mix(World.Seed, (ulong)note) % (ulong)all == (ulong)Place)
                    yield return Send(Operations.DeliveryNote, $"/v1/delivery-notes/{note}", Chance.Between(1_500, 2_500), about: (ulong)note);
            }

            yield return ShopWorld.Minute;
        }
    }
}
