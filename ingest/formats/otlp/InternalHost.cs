using System.Net;
using System.Net.Sockets;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// Whether a host that a service calls is one of our own: a name without a dot, of a cluster or an inner domain, or a private address.
/// Link-local addresses are not: what answers at 169.254.169.254 is the cloud.
/// </summary>
internal static class InternalHost
{
    private static readonly string[] s_domains = [".svc", ".local", ".internal", ".lan", ".localdomain", ".consul", ".home.arpa"];

    public static bool Is(string host)
    {
        if (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address))
            return IsPrivate(address);
        return !host.Contains('.') || Array.Exists(s_domains, domain => host.EndsWith(domain, StringComparison.Ordinal));
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        var bytes = address.GetAddressBytes();
        return bytes[0] switch
        {
            10 => true,
            172 => bytes[1] is >= 16 and <= 31,
            192 => bytes[1] == 168,
            100 => bytes[1] is >= 64 and <= 127,
            _ => false,
        };
    }
}
