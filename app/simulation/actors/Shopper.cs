using Engine.App.Simulation.Journeys;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>A customer: comes now and then, by browser or by app, looks around, looks after the own orders, buys, leaves.</summary>
internal sealed class Shopper(ShopWorld world, string population, int number) : SimulatedActor(world, population, number)
{
    private int _sessions;

    /// <summary>Index among the customers; also the start of the account number.</summary>
    public int Number { get; } = number;

    public required OwnedOrders Orders { get; init; }

    /// <summary>Visits in ten days, on average.</summary>
    public required int TenthVisitsADay { get; init; }

    public required DayRhythm Rhythm { get; init; }

    /// <summary>Sells through the shop and looks after hundreds of own orders.</summary>
    public bool IsPowerUser { get; init; }

    /// <summary>Things in the cart.</summary>
    public int InCart { get; set; }

    public bool UsesApp => Client.Kind == ClientKind.App;

    public void SignIn()
    {
        var lifetime = (UsesApp ? 30 : 60) * (long)ShopWorld.Minute;
        Credential = Credential.ForPerson(Account!, World.NowOnTheClock, lifetime, Chance.Mix(World.Seed + (ulong)Number, (ulong)++_sessions));
    }

    /// <summary>The number under which one of the customer's few documents is kept.</summary>
    public ulong Document(int which) => Chance.Mix(World.Seed ^ 0xD0C5, (ulong)((Number * 16) + which));

    protected override IEnumerable<int> Live()
    {
        var updateAfter = Chance.Percent(60) ? Chance.Below((int)Math.Min(World.Length, 20L * ShopWorld.Hour)) : -1;
        while (true)
        {
            yield return Rhythm.UntilVisit(World.NowOnTheClock, TenthVisitsADay, Chance);
            Client = Chance.Of(Clients);
            if (UsesApp && updateAfter >= 0 && World.Now >= World.ReleaseAt + updateAfter && Client.Before is null)
                Client.Update(UserAgents.NewApps[Number % UserAgents.NewApps.Count]);
            foreach (var pause in Visit())
                yield return pause;
        }
    }

    private IEnumerable<int> Visit()
    {
        foreach (var pause in Renewing(UsesApp ? StartUp.Run(this) : Arrival.Run(this)))
            yield return pause;
        var activities = IsPowerUser ? Chance.Between(2, 5) : Chance.Skewed(1, 6);
        for (var activity = 0; activity < activities; activity++)
        {
            foreach (var pause in Renewing(Activity()))
                yield return pause;
        }

        // Most people just close the window; the next visit finds the old session, valid or not.
        if (IsSignedIn && Chance.Percent(UsesApp ? 2 : 15))
        {
            yield return Send(Operations.Logout, $"/v1/logout", 1);
            Credential = null;
        }
    }

    private IEnumerable<int> Activity()
    {
        if (!IsSignedIn)
            return Browsing.Run(this);
        var lot = Chance.Below(100);
        if (IsPowerUser && lot < 60)
            return OwnOrders.WorkThrough(this);
        return lot switch
        {
            < 38 => Browsing.Run(this),
            < 66 => OwnOrders.Run(this),
            < 80 => Purchase.Run(this),
            < 84 => Paperwork.Run(this),
            _ => Housekeeping.Run(this),
        };
    }

    // A page's calls leave side by side; that the session is over is noticed when they have all come back refused.
    private IEnumerable<int> Renewing(IEnumerable<int> journey)
    {
        var wasRefused = false;
        foreach (var pause in journey)
        {
            yield return pause;
            wasRefused |= LastStatus == 401 && !IsSignedIn && Credential is not null;
            if (!wasRefused || pause <= 140)
                continue;
            wasRefused = false;
            foreach (var renewal in SigningIn.Renew(this))
                yield return renewal;
        }
    }
}
