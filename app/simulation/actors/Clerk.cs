using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// One of a team that works off a backlog of old returns, on an endpoint that came with the release: whoever is free takes the next number,
/// the newest first. Together they go through it in order, and no two take the same.
/// </summary>
internal sealed class Clerk(ShopWorld world, int number, WorkQueue queue) : SimulatedActor(world, PopulationNames.Clerks, number)
{
    protected override IEnumerable<int> Live()
    {
        yield return (int)World.ReleaseAt + Chance.Below(20 * ShopWorld.Minute);
        Credential = Credential.ForPerson(Account!, World.NowOnTheClock, 10L * ShopWorld.Hour, Chance.Next());
        yield return Send(Operations.Login, $"/v1/login", Think(2_000));
        var until = World.Now + (3 * ShopWorld.Hour);
        while (World.Now < until && queue.Next() is { } item)
        {
            // Now and then somebody dropped one before.
            yield return Send(Operations.Return, $"/v1/returns/{item}", Think(45_000), item % 80 == 7 ? 404 : 200, (ulong)item);
            if (item % 80 != 7)
                yield return Send(Operations.CloseReturn, $"/v1/returns/{item}/decision", Think(60_000));
        }
    }
}
