using System.Globalization;
using System.Text;

namespace Engine.Integration.EndToEnd;

/// <summary>Lines of an access log in combined format.</summary>
internal static class LogLines
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static string Line(string path, DateTimeOffset at, string user = "-", string address = "192.0.2.7", int status = 200, string bytes = "512") => string.Create(
        CultureInfo.InvariantCulture, $"{address} - {user} [{at:dd/MMM/yyyy:HH:mm:ss} +0000] \"GET {path} HTTP/1.1\" {status} {bytes} \"-\" \"curl/8.5\"\n");

    /// <summary>
    /// A user who asks for one order after the other, as nobody does who only looks at their own. Every other one is refused: while nothing is
    /// learned of an endpoint it may be everybody's to read from 1 to n, but who was given an id is hardly ever refused it.
    /// </summary>
    public static string Walk(string user, int from, int steps, DateTimeOffset? at = null)
    {
        var lines = new StringBuilder();
        for (var step = from; step < from + steps; step++)
            lines.Append(Line($"/v1/orders/{1000 + step}", (at ?? Start).AddSeconds(step), user, status: step % 2 == 0 ? 200 : 404));
        return lines.ToString();
    }

    /// <summary>Ordinary visitors.</summary>
    public static string Visits(int visitors) => string.Concat(Enumerable.Range(0, visitors).Select(number =>
        Line("/v1/products", Start.AddSeconds(number), address: $"198.51.100.{number % 250}")));
}
