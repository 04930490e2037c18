using System.Globalization;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>Small mixed traffic of one seed: ordinary users, a crowd of strangers, walkers, a prober, a band that shares a walk, late calls, quiet hours, endpoints that become others.</summary>
internal static class Traffic
{
    private static readonly Endpoint[] Endpoints =
        [Some.Orders, Some.Products, new("api.example.com", "POST", "/v1/orders"), new("pay.example.com", "GET", "/v1/invoices/{id}")];

    public static IReadOnlyList<EnrichedEvent> Of(int seed, int count)
    {
        var random = new Random(seed);
        var calls = new List<EnrichedEvent>(count);
        var moving = MovingEndpoints.Of(random, count, Endpoints[3]);
        var clock = 0.0;
        var next = 1000;
        var band = 50_000;
        for (var i = 0; i < count; i++)
        {
            // Now and then an hour without traffic: epochs, windows and sessions end.
            clock += random.Next(120) == 0 ? random.Next(900, 5400) : random.NextDouble() * 8;
            var isLate = random.Next(15) == 0;
            // Late in the day a band begins: every other call is one of its own.
            if (i > count * 2 / 3 && i % 2 == 0)
                Add(Band(random, band++, isLate ? clock - random.Next(100) : clock, clock, i));
            else
                Add(Next(random, random.Next(20), isLate ? clock - random.Next(100) : clock, clock, ref next) with { IsLate = isLate });
        }

        return calls;

        void Add(EnrichedEvent call) => calls.Add(moving.Now(call, calls.Count));
    }

    private static EnrichedEvent Band(Random random, int id, double at, double tick, int offset) => Some.Call(
        Some.Stranger($"192.0.2.{random.Next(9)}"), Endpoints[3], id.ToString(CultureInfo.InvariantCulture), at, Math.Max(at, tick), offset: offset);

    private static EnrichedEvent Next(Random random, int role, double at, double tick, ref int next) => role switch
    {
        < 4 => Call(Some.User("walker"), Some.Orders, (++next).ToString(CultureInfo.InvariantCulture), random, at, tick),
        < 6 => Some.Miss($"/old/{random.Next(200)}.php", Some.Stranger("203.0.113.9"), at) with { Tick = Some.At(tick) },
        < 9 => Call(Some.Stranger($"198.51.100.{random.Next(40)}"), Some.Products, null, random, at, tick),
        < 11 => Call(Some.Key("sync"), Endpoints[3], Some.Scattered(random.Next(80)), random, at, tick),
        _ => Ordinary(random, at, tick),
    };

    private static EnrichedEvent Ordinary(Random random, double at, double tick)
    {
        var user = random.Next(12);
        // Links that are dead for everybody.
        if (random.Next(12) == 0)
            return Some.Miss("/gone/" + random.Next(3), Some.User("user" + user), at) with { Tick = Some.At(Math.Max(at, tick)) };
        if (user < 4 && random.Next(4) == 0)
            return Call(Some.User("user" + user), MovingEndpoints.People[random.Next(MovingEndpoints.People.Count)], null, random, at, tick);
        var endpoint = Endpoints[random.Next(Endpoints.Length)];
        return Call(Some.User("user" + user), endpoint, endpoint.Template.EndsWith('}') ? Some.Scattered((user * 50) + random.Next(4)) : null, random, at, tick);
    }

    private static EnrichedEvent Call(Actor by, Endpoint to, string? objectId, Random random, double at, double tick) => Some.Call(
        by, to, objectId, at, Math.Max(at, tick), status: random.Next(12) == 0 ? 404 : 200, bytes: random.Next(200_000));
}
