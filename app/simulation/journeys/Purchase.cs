using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>From the cart to the order; every third stops before paying.</summary>
internal static class Purchase
{
    public static IEnumerable<int> Run(Shopper who)
    {
        var chance = who.Chance;
        if (who.InCart == 0)
        {
            yield return who.Send(Operations.Product, $"/v1/products/{who.World.Products.Popular(chance)}", who.Think(12_000));
            yield return who.Send(Operations.AddToCart, $"/v1/cart/items", who.Think(3_000));
            who.InCart = 1;
        }

        yield return who.Send(Operations.Cart, $"/v1/cart", who.Think(8_000));
        if (chance.Percent(20))
            yield return who.Send(Operations.RemoveFromCart, $"/v1/cart/items/{chance.Between(1, who.InCart)}", who.Think(3_000));
        yield return who.Send(Operations.Addresses, $"/v1/me/addresses", who.AtOnce());
        yield return who.Send(Operations.PaymentMethods, $"/v1/me/payment-methods", who.Think(15_000));
        if (chance.Percent(33))
            yield break;
        yield return who.Send(Operations.Checkout, $"/v1/checkout", who.Think(1_500), status: chance.Percent(4) ? 402 : 201);
        if (who.LastStatus != 201)
            yield break;
        who.InCart = 0;
        var order = who.Orders.Buy();
        yield return who.Send(Operations.Order, $"/v1/orders/{order}", who.Think(10_000), about: (ulong)order);
    }
}
