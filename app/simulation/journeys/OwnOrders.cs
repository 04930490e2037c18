using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>Looking after the own orders: the list, a few of them, where the parcel is.</summary>
internal static class OwnOrders
{
    private const int PageSize = 20;

    public static IEnumerable<int> Run(Shopper who)
    {
        var chance = who.Chance;
        if (who.Orders.Count == 0)
        {
            yield return who.Send(Operations.Orders, $"/v1/orders?page=1&limit={PageSize}", who.Think(4_000), bytes: 60);
            yield break;
        }

        // A link in a mail leads straight to one order, past the list.
        if (chance.Percent(25))
        {
            yield return Look(who, chance.Skewed(0, who.Orders.Count - 1), who.Think(9_000));
            if (chance.Percent(60))
                yield break;
        }

        var pages = Math.Min(1 + ((who.Orders.Count - 1) / PageSize), chance.Skewed(1, 3));
        for (var page = 1; page <= pages; page++)
        {
            yield return who.Send(Operations.Orders, $"/v1/orders?page={page}&limit={PageSize}", who.Think(6_000));
            var looks = chance.Skewed(0, 4);
            for (var look = 0; look < looks; look++)
            {
                var position = Math.Min(((page - 1) * PageSize) + chance.Skewed(0, PageSize - 1), who.Orders.Count - 1);
                yield return Look(who, position, who.AtOnce());
                var order = who.Orders[position];
                if (chance.Percent(55))
                    yield return who.Send(Operations.Shipments, $"/v1/orders/{order}/shipments", who.Think(9_000), about: (ulong)order);
                if (chance.Percent(15))
                    yield return who.Send(Operations.Tracking, $"/v1/tracking/{OrderBook.ParcelOf(order)}", who.Think(20_000));
                if (chance.Percent(12))
                    yield return Invoice(who, order, who.Think(9_000));
            }
        }
    }

    /// <summary>A seller's hour of work: page after page of the own orders, dozens of them one by one, in the order of the list.</summary>
    public static IEnumerable<int> WorkThrough(Shopper who)
    {
        var chance = who.Chance;
        var left = chance.Between(15, 90);
        var pages = 1 + ((who.Orders.Count - 1) / PageSize);
        for (var page = chance.Skewed(1, pages); page <= pages && left > 0; page++)
        {
            yield return who.Send(Operations.Orders, $"/v1/orders?page={page}&limit={PageSize}", who.Think(5_000));
            for (var position = (page - 1) * PageSize; position < Math.Min(page * PageSize, who.Orders.Count) && left > 0; position++)
            {
                if (chance.Percent(35))
                    continue;
                left--;
                yield return Look(who, position, who.Think(7_000));
                if (chance.Percent(20))
                    yield return Invoice(who, who.Orders[position], who.Think(4_000));
            }
        }
    }

    private static int Invoice(Shopper who, int order, int pause) =>
        who.Send(Operations.Invoice, $"/v1/invoices/{who.World.Orders.InvoiceOf(order)}", pause, about: (ulong)order);

    private static int Look(Shopper who, int position, int pause)
    {
        var order = who.Orders[position];
        return who.Send(Operations.Order, $"/v1/orders/{order}", pause, about: (ulong)order);
    }
}
