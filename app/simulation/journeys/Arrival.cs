using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>A browser opens the shop: the page loads its data side by side; who was here before may still hold an old session.</summary>
internal static class Arrival
{
    public static IEnumerable<int> Run(Shopper who)
    {
        // Most browsers have dropped an old session's cookie by then.
        if (!who.IsSignedIn && who.Chance.Percent(60))
            who.Credential = null;
        yield return who.Send(Operations.Config, $"/v1/config", who.AtOnce());
        yield return who.Send(Operations.Categories, $"/v1/categories", who.AtOnce());
        if (who.Credential is not null)
        {
            yield return who.Send(Operations.Profile, $"/v1/me", who.AtOnce(), about: (ulong)who.Number + 1);
            yield return who.Send(Operations.Cart, $"/v1/cart", who.AtOnce());
            yield return who.Send(Operations.Notifications, $"/v1/notifications?unread=true", who.AtOnce());
        }

        yield return who.Send(Operations.ProductList, $"/v1/products?page=1", who.Think(6_000));
        if (who.Chance.Percent(3))
            yield return who.Send(Operations.MissingFile, $"/apple-touch-icon.png", who.Think(400));
        if (who.Credential is not null || who.Chance.Percent(20))
            yield break;
        foreach (var pause in SigningIn.Run(who))
            yield return pause;
        yield return who.Send(Operations.Profile, $"/v1/me", who.AtOnce(), about: (ulong)who.Number + 1);
        yield return who.Send(Operations.Cart, $"/v1/cart", who.Think(3_000));
    }
}
