using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// Answers customers all day: looks at thirty to sixty customers and their orders, one after another, and may. From outside
/// it looks a little like an attack, which is why it is here.
/// </summary>
internal sealed class SupportAgent(ShopWorld world, int number, IReadOnlyList<Shopper> customers)
    : SimulatedActor(world, PopulationNames.Support, number)
{
    private long LatestTicket => 88_000 + (World.Now / ShopWorld.Minute);

    protected override IEnumerable<int> Live()
    {
        var (hour, minute) = (Chance.Between(7, 10), Chance.Below(60));
        while (true)
        {
            yield return World.UntilTimeOfDay(hour, minute);
            Credential = Credential.ForPerson(Account!, World.NowOnTheClock, 10L * ShopWorld.Hour, Chance.Next());
            yield return Send(Operations.Login, $"/v1/login", Think(2_000));
            var customersToday = Chance.Between(30, 60);
            var each = 8 * ShopWorld.Hour / customersToday;
            for (var customer = 0; customer < customersToday; customer++)
            {
                foreach (var pause in Answer(Chance.Of(customers)))
                    yield return pause;
                yield return Think(each * 4 / 5);
            }
        }
    }

    private IEnumerable<int> Answer(Shopper customer)
    {
        var account = Account.FirstCustomer + customer.Number;
        if (Chance.Percent(70))
        {
            yield return Send(Operations.Tickets, $"/v1/support/tickets?state=open&page={Chance.Skewed(1, 4)}", Think(6_000));
            yield return Send(Operations.Ticket, $"/v1/support/tickets/{LatestTicket - Chance.Below(400)}", Think(15_000));
        }
        else
        {
            yield return Send(Operations.FindCustomer, $"/v1/support/customers?phone={Chance.Between(300_000, 399_999)}", Think(5_000));
        }

        yield return Send(Operations.Customer, $"/v1/support/customers/{account}", AtOnce(), about: (ulong)account);
        yield return Send(Operations.CustomerOrders, $"/v1/support/customers/{account}/orders", Think(9_000));
        var looks = Math.Min(customer.Orders.Count, Chance.Skewed(1, 4));
        for (var look = 0; look < looks; look++)
        {
            var order = customer.Orders[Chance.Skewed(0, customer.Orders.Count - 1)];
            yield return Send(Operations.Order, $"/v1/orders/{order}", Think(12_000), about: (ulong)order);
        }

        if (Chance.Percent(80))
            yield return Send(Operations.Reply, $"/v1/support/tickets/{LatestTicket}/replies", Think(20_000));
    }
}
