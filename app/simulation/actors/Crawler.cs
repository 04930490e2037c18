using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>A search engine's robot: every public product, politely, by a list that is a few years old in places.</summary>
internal sealed class Crawler(ShopWorld world, int number) : SimulatedActor(world, PopulationNames.Crawlers, number)
{
    protected override IEnumerable<int> Live()
    {
        var (pace, next) = (Chance.Between(7_000, 16_000), Chance.Below(World.Products.Count));
        while (true)
        {
            yield return Send(Operations.Robots, $"/robots.txt", Think(3_000));
            yield return Send(Operations.Sitemap, $"/sitemap.xml", Think(3_000));
            for (var product = 0; product < World.Products.Count; product++)
            {
                next = (next + 1) % World.Products.Count;
                if (Chance.Percent(5))
                    yield return Send(Operations.Product, $"/v1/products/{ProductRange.Gone(Chance)}", Think(pace), status: 404);
                if (product % 25 == 0)
                {
                    var (category, page) = (ProductRange.Category(Chance), 1 + Chance.Below(9));
                    yield return Send(Operations.ProductList, $"/v1/products?category={category}&page={page}", Think(pace));
                }

                var status = Chance.Percent(30) ? 304 : 200;
                yield return Send(Operations.Product, $"/v1/products/{World.Products[next]}", Think(pace), status, (ulong)next + 1);
            }
        }
    }
}
