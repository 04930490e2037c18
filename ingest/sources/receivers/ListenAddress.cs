using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Address and port to listen on.</summary>
/// <param name="Address">Address of this machine; "any" means all of them.</param>
/// <param name="Port">0: a free one.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>True: only this machine reaches it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <param name="text">As in 127.0.0.1:4318, [::1]:4318, localhost:4318 or *:4318 (all addresses).</param>
    /// <param name="address">The address.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = $"'{text}' is not ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or *:8080";
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        if (port > IPEndPoint.MaxPort)
        {
            problem = $"'{text}': ports end at {IPEndPoint.MaxPort}";
            return false;
        }

        if (HostOf(text[..colon]) is not { } host)
            return false;
        address = new ListenAddress(host, port);
        problem = null;
        return true;
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();

    private static IPAddress? HostOf(string text)
    {
        if (text == "localhost")
            return IPAddress.Loopback;
        // Takes IPv4 as well.
        if (text == "*")
            return IPAddress.IPv6Any;
        var isBracketed = text.Length > 2 && text[0] == '[' && text[^1] == ']';
        return IPAddress.TryParse(isBracketed ? text[1..^1] : text, out var host) && isBracketed == (host.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            ? host
            : null;
    }
}
