using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// A partner's program with an API key. Syncs walk *their* hundreds of orders every hour, listing by listing and one by one;
/// exporters fetch a few huge files every night at the same time.
/// </summary>
internal sealed class Integration(ShopWorld world, string population, int number) : SimulatedActor(world, population, number)
{
    public required OwnedOrders Orders { get; init; }

    /// <summary>When it makes its first call ever; 0: it has always been there.</summary>
    public long JoinsAt { get; init; }

    /// <summary>Fetches files at night instead of orders by the hour.</summary>
    public bool IsExporter { get; init; }

    protected override IEnumerable<int> Live()
    {
        if (JoinsAt > 0)
        {
            yield return (int)JoinsAt;
            foreach (var pause in Walk(Orders.Count, Chance.Between(150, 300)))
                yield return pause;
        }

        var (hour, minute, pace) = (Chance.Between(1, 4), Chance.Below(60), Chance.Between(120, 900));
        var perHour = Math.Max(20, Orders.Count * Chance.Between(15, 100) / 100);
        while (true)
        {
            yield return 1 + (IsExporter ? World.UntilTimeOfDay(hour, minute) : World.UntilMinute(minute));
            foreach (var pause in IsExporter ? Fetch() : Walk(Math.Min(perHour, Orders.Count), pace))
                yield return pause;

            // Past its own minute, or it would start again at once.
            yield return ShopWorld.Minute;
        }
    }

    private IEnumerable<int> Walk(int orders, int pace)
    {
        for (var first = 0; first < orders; first++)
        {
            if (first % 100 == 0)
                yield return Send(Operations.PartnerOrders, $"/v1/partner/orders?limit=100&page={1 + (first / 100)}", Chance.Between(200, 700));
            var order = Orders[first];
            yield return Send(Operations.Order, $"/v1/orders/{order}", Chance.Between(pace / 2, pace * 3 / 2), about: (ulong)order);
        }

        if (Chance.Percent(50))
            yield return Send(Operations.PartnerStock, $"/v1/partner/stock", 500);
    }

    private IEnumerable<int> Fetch()
    {
        var export = 5_000 + (World.NowOnTheClock / ShopWorld.Hour % 90_000);
        yield return Send(Operations.StartExport, $"/v1/exports", 5_000);
        var polls = Chance.Between(3, 9);
        for (var poll = 0; poll < polls; poll++)
            yield return Send(Operations.ExportState, $"/v1/exports/{export}", 10_000);
        var parts = Chance.Between(8, 14);
        for (var part = 1; part <= parts; part++)
            yield return Send(Operations.Download, $"/v1/exports/{export}/download?part={part}", Chance.Between(3_000, 9_000));
    }
}
