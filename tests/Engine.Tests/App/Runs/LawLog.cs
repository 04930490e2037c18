using System.Globalization;

namespace Engine.Tests.App.Runs;

/// <summary>A small access log of one seed in which something of every kind happens: ordinary users, walkers, a prober, a band, quiet hours.</summary>
internal static class LawLog
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<LawCall> Of(int seed, int count)
    {
        var random = new Random(seed);
        var calls = new List<LawCall>(count);
        var (clock, walked) = (0.0, 1000);
        while (calls.Count < count)
        {
            // Now and then a pause: sessions, windows and epochs end.
            clock += random.Next(200) == 0 ? random.Next(1900, 3500) : random.NextDouble() * 6;
            var at = Start.AddSeconds(Math.Floor(clock));
            calls.Add(new LawCall(at, Line(random, at, calls.Count > count * 2 / 3, ref walked)));
        }

        return calls;
    }

    private static string Line(Random random, DateTimeOffset at, bool isBandOut, ref int walked) => random.Next(isBandOut ? 30 : 20) switch
    {
        < 4 => Line(at, "203.0.113.5", "walker", $"/v1/orders/{walked++}", random.Next(10) == 0 ? 404 : 200),
        < 7 => Line(at, "203.0.113.9", "-", $"/old/{random.Next(300)}.php", 404),
        < 10 => Line(at, $"198.51.100.{random.Next(40)}", "-", $"/v1/products/{random.Next(30)}", 200),
        < 20 => Line(at, $"192.0.2.{random.Next(12)}", $"user-{random.Next(12)}", random.Next(3) == 0 ? "/v1/cart" : $"/v1/orders/{random.Next(50_000, 90_000)}", 200),
        _ => Line(at, $"203.0.113.{100 + random.Next(9)}", "-", $"/v1/invoices/{70_000 + walked++}", random.Next(9) == 0 ? 404 : 200),
    };

    private static string Line(DateTimeOffset at, string address, string user, string path, int status) => string.Create(
        CultureInfo.InvariantCulture, $"{address} - {user} [{at:dd/MMM/yyyy:HH:mm:ss} +0000] \"GET {path} HTTP/1.1\" {status} 512 \"-\" \"curl/8.5\"");
}
