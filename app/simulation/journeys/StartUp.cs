using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>
/// The app starts and fetches everything its first screens show: ten to twenty-five calls in two seconds, with a dozen own
/// orders among them.
/// </summary>
internal static class StartUp
{
    public static IEnumerable<int> Run(Shopper who)
    {
        yield return who.Send(Operations.Config, $"/v1/config?platform=app", who.AtOnce());
        if (who.Credential is not null && !who.IsSignedIn && who.Chance.Percent(85))
        {
            // The app knows when its token ran out; an old clock or an old version does not, and learns it from a few 401.
            foreach (var pause in SigningIn.Renew(who))
                yield return pause;
        }
        else if (who.Credential is null)
        {
            yield return who.Send(Operations.Categories, $"/v1/categories", who.Think(4_000));
            foreach (var pause in SigningIn.Run(who))
                yield return pause;
            yield return who.Send(Operations.Devices, $"/v1/me/devices", who.AtOnce());
        }

        yield return who.Send(Operations.Profile, $"/v1/me", who.AtOnce(), about: (ulong)who.Number + 1);
        yield return who.Send(Operations.Notifications, $"/v1/notifications", who.AtOnce());
        yield return who.Send(Operations.Cart, $"/v1/cart", who.IsSignedIn ? who.AtOnce() : 300);
        if (who.World.IsReleased && who.Client.Before is not null)
        {
            yield return who.Send(Operations.Loyalty, $"/v2/loyalty", who.AtOnce());
            yield return who.Send(Operations.Recommendations, $"/v2/recommendations", who.AtOnce());
        }

        yield return who.Send(Operations.Orders, $"/v1/orders?page=1&limit=20", who.AtOnce());
        var shown = Math.Min(who.Orders.Count, who.Chance.Between(8, 16));
        for (var position = 0; position < shown; position++)
        {
            var order = who.Orders[position];
            yield return who.Send(Operations.Order, $"/v1/orders/{order}", who.AtOnce(), about: (ulong)order);
        }

        yield return who.Send(Operations.Wishlist, $"/v1/me/wishlist", who.Think(5_000));
    }
}
