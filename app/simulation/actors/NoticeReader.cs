using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// One of a reseller's staff, all behind one address, who have to read the shop's announcements: from the first to the newest, one after
/// another, and whatever is new on every later visit. Everybody reads the same.
/// </summary>
internal sealed class NoticeReader(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.Notices, number)
{
    /// <summary>Announcements at the start; every few hours there is one more.</summary>
    private const int Oldest = 1, AtStart = 46;

    private long Latest => AtStart + (World.Now / (3 * ShopWorld.Hour));

    protected override IEnumerable<int> Live()
    {
        // Half of them have read the old ones long ago.
        var next = Chance.Percent(50) ? Oldest : AtStart - Chance.Below(6);
        while (true)
        {
            yield return DayRhythm.Office.UntilVisit(World.NowOnTheClock, 25, Chance);
            Credential = Credential.ForPerson(Account!, World.NowOnTheClock, ShopWorld.Hour, Chance.Next());
            yield return Send(Operations.Login, $"/v1/login", Think(2_000));
            yield return Send(Operations.Announcements, $"/v1/announcements?page=1", Think(4_000));
            for (; next <= Latest; next++)
                yield return Send(Operations.Announcement, $"/v1/announcements/{next}", Think(11_000), IsWithdrawn(next) ? 410 : 200, (ulong)next);
        }
    }

    private static bool IsWithdrawn(int number) => number % 23 == 11;
}
