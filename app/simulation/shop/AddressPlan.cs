using System.Globalization;

namespace Engine.App.Simulation.Shop;

/// <summary>
/// Where everyone lives. Documentation ranges (RFC 5737, RFC 3849) wherever they are large enough; homes, of which there are
/// thousands, take 100.64.0.0/10 (RFC 6598), which no public server ever sees either.
/// </summary>
internal static class AddressPlan
{
    /// <summary>A home of its own for each customer; one in eight has IPv6.</summary>
    public static string Home(int customer) => customer % 8 == 5
        ? $"2001:db8:{1 + (customer >> 16):x}:{1 + (customer & 0xFFFF):x}::{1 + (customer % 7):x}"
        : Scattered(customer);

    /// <summary>A mobile carrier's address, shared by hundreds of phones. 32 of them.</summary>
    public static string Carrier(int number) => Text(198, 51, 100, 200 + (number % 32));

    /// <summary>An office whose people all share one address.</summary>
    public static string Office(int number) => Text(203, 0, 113, 1 + (number % 60));

    public static string Partner(int number) => Text(198, 51, 100, 1 + (number % 120));

    public static string GoodBot(int number) => Text(192, 0, 2, 1 + (number % 60));

    public static string Noise(int number) => Text(192, 0, 2, 80 + (number % 170));

    /// <summary>Rented machines of attackers, 190 of them.</summary>
    public static string Attacker(int number) => Text(203, 0, 113, 64 + (number % 190));

    /// <summary>A small merchant's; no customer lives there.</summary>
    public static string Merchant(int number) => Scattered(1_500_000 + number);

    /// <summary>Somebody's home whose router serves a botnet; no customer lives there.</summary>
    public static string Infected(int number) => Scattered(2_000_000 + number);

    // An odd factor permutes the 2^22 addresses of the range, so that neighbours are strangers.
    private static string Scattered(int customer)
    {
        var place = (int)((uint)customer * 2_654_435_761u & 0x3F_FFFF);
        return Text(100, 64 + (place >> 16), (place >> 8) & 0xFF, place & 0xFF);
    }

    private static string Text(int a, int b, int c, int d) => string.Create(CultureInfo.InvariantCulture, $"{a}.{b}.{c}.{d}");
}
