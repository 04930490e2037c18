using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>One of the few who use the administration.</summary>
internal sealed class Administrator(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.Administrators, number)
{
    protected override IEnumerable<int> Live()
    {
        while (true)
        {
            yield return DayRhythm.Office.UntilVisit(World.NowOnTheClock, 40, Chance);
            if (!IsSignedIn)
            {
                Credential = null;
                yield return Send(Operations.Login, $"/v1/login", Think(1_500));
                Credential = Credential.ForPerson(Account!, World.NowOnTheClock, 2L * ShopWorld.Hour, Chance.Next());
            }

            yield return Send(Operations.AdminReport, $"/v1/admin/reports/sales?days={Chance.Of<int>([1, 7, 30])}", Think(30_000));
            var pages = Chance.Skewed(1, 6);
            for (var page = 1; page <= pages; page++)
                yield return Send(Operations.AdminUsers, $"/v1/admin/users?page={page}", Think(9_000));
            if (Chance.Percent(40))
            {
                var locked = Account.FirstCustomer + Chance.Below(World.Users);
                yield return Send(Operations.AdminAction, $"/v1/admin/users/{locked}/unlock", Think(5_000));
            }
        }
    }
}
