using System.Net;
using Engine.Schemas;

namespace Engine.Enrichment.Clients;

/// <summary>
/// Which address called. X-Forwarded-For is written by whoever likes to, so it is read from the right, and only as far as trusted proxies vouch
/// for it: the first address that is not a trusted proxy is the client.
/// </summary>
internal sealed class ClientAddressRule
{
    /// <summary>Entries looked at: no honest chain is longer, and each costs time.</summary>
    private const int MostHops = 32;

    /// <summary>"[", 39 characters of IPv6, zone, "]:65535": anything longer is no address.</summary>
    private const int LongestEntry = 80;

    private readonly IPNetwork[] _trusted;

    /// <exception cref="UserError">An entry is neither an address nor a network.</exception>
    public ClientAddressRule(IReadOnlyList<string> trustedProxies)
    {
        _trusted = new IPNetwork[trustedProxies.Count];
        for (var i = 0; i < _trusted.Length; i++)
            _trusted[i] = Network(trustedProxies[i]);
    }

    /// <summary>The client; null where the source states no address.</summary>
    public IPAddress? Resolve(IPAddress? peer, string? forwardedFor)
    {
        if (peer is null)
            return null;
        var client = Normal(peer);
        if (_trusted.Length == 0 || forwardedFor is null)
            return client;

        var rest = forwardedFor.AsSpan();
        for (var hops = 0; hops < MostHops && !rest.IsEmpty && IsTrusted(client); hops++)
        {
            var comma = rest.LastIndexOf(',');
            if (Read(rest[(comma + 1)..]) is not { } hop)
                break;
            client = hop;
            rest = comma < 0 ? [] : rest[..comma];
        }

        return client;
    }

    /// <summary>One entry: an address, with port, brackets or zone; null where it is anything else.</summary>
    internal static IPAddress? Read(ReadOnlySpan<char> entry)
    {
        entry = entry.Trim(" \t\"");
        if (entry.Length is 0 or > LongestEntry)
            return null;
        if (entry[0] == '[')
        {
            var end = entry.IndexOf(']');
            if (end < 0 || !(end == entry.Length - 1 || IsPort(entry[(end + 1)..])))
                return null;
            entry = entry[1..end];
        }
        else if (entry.IndexOf(':') is > 0 and var colon && entry[(colon + 1)..].IndexOf(':') < 0)
        {
            if (!IsPort(entry[colon..]))
                return null;
            entry = entry[..colon];
        }

        var zone = entry.IndexOf('%');
        if (zone > 0)
            entry = entry[..zone];
        // The platform also reads "1", "0x7f.1" and octal parts, which proxies never write.
        if (!entry.Contains(':') && !IsDottedQuad(entry))
            return null;
        return IPAddress.TryParse(entry, out var address) ? Normal(address) : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > 6 || text[0] != ':')
            return false;
        return text[1..].IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        var parts = 0;
        while (true)
        {
            var dot = text.IndexOf('.');
            var part = dot < 0 ? text : text[..dot];
            if (part.Length is 0 or > 3 || part.IndexOfAnyExceptInRange('0', '9') >= 0 || (part.Length > 1 && part[0] == '0'))
                return false;
            parts++;
            if (dot < 0)
                return parts == 4;
            text = text[(dot + 1)..];
        }
    }

    /// <summary>One client has one address: IPv4 in IPv6 becomes IPv4, and a zone, which names the reporter's interface, goes.</summary>
    private static IPAddress Normal(IPAddress address)
    {
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
    }

    private bool IsTrusted(IPAddress address)
    {
        foreach (var network in _trusted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var single))
        {
            single = Normal(single);
            return new IPNetwork(single, single.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new UserError($"trusted proxy '{text}' is not a network; write an address (10.0.0.7) or a network (10.0.0.0/8)", isUsage: true);
    }
}
