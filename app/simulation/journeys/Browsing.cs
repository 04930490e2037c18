using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>Looking around: lists and searches, a few products, back and forth, now and then a dead link.</summary>
internal static class Browsing
{
    public static IEnumerable<int> Run(Shopper who)
    {
        var chance = who.Chance;
        if (chance.Percent(12))
        {
            yield return chance.Percent(9)
                ? who.Send(Operations.Product, $"/v1/products/{ProductRange.Gone(chance)}", who.Think(4_000), status: 404)
                : who.Send(Operations.Product, $"/v1/products/{who.World.Products.Popular(chance)}", who.Think(14_000));
        }

        var (isSearch, what) = chance.Percent(45) ? (true, ProductRange.Query(chance)) : (false, ProductRange.Category(chance));
        var pages = chance.Skewed(1, 5);
        for (var page = 1; page <= pages; page++)
        {
            yield return Listing(who, isSearch, what, page);
            var looks = chance.Skewed(0, 3);
            for (var look = 0; look < looks; look++)
            {
                var product = chance.Skewed(0, who.World.Products.Count - 1);
                yield return who.Send(Operations.Product, $"/v1/products/{who.World.Products[product]}", who.AtOnce(), about: (ulong)product + 1);
                if (chance.Percent(60))
                    yield return who.Send(Operations.Reviews, $"/v1/products/{who.World.Products[product]}/reviews?page=1", who.Think(15_000));
                if (chance.Percent(40))
                    yield return Listing(who, isSearch, what, page);
                if (who.IsSignedIn && chance.Percent(18))
                {
                    who.InCart++;
                    yield return who.Send(Operations.AddToCart, $"/v1/cart/items", who.Think(3_000));
                }
            }
        }
    }

    private static int Listing(Shopper who, bool isSearch, string what, int page) => isSearch
        ? who.Send(Operations.Search, $"/v1/search?q={what}&page={page}", who.Think(8_000))
        : who.Send(Operations.ProductList, $"/v1/products?category={what}&page={page}", who.Think(8_000));
}
