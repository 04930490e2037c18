using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Engine.Sinks.Enforcement;

/// <summary>Something that a point can block. Addresses are in one canonical text, so that equal targets are equal values.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Address or network in canonical form, user name, or keyed hash.</param>
public readonly record struct Target(TargetKind Kind, string Value) : IComparable<Target>
{
    /// <summary>Widest IPv6 network text is 43 characters; anything longer is not an address.</summary>
    private const int LongestAddress = 64;

    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789abcdefABCDEF.:/");

    /// <summary>
    /// Reads an address or CIDR network strictly; null for anything else. Everything in a verdict was written by someone else, and the
    /// result goes into commands: it holds hexadecimal digits, '.', ':' and '/' only. Shorthands ("1", "0x7f.1"), zones ("%eth0") and
    /// leading zeros are refused; an IPv4 address in IPv6 clothes becomes IPv4; host bits of a network are cut.
    /// </summary>
    public static Target? ParseAddress(string text)
    {
        if (text.Length is 0 or > LongestAddress || text.AsSpan().ContainsAnyExcept(Letters))
            return null;
        var slash = text.IndexOf('/');
        var host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
            return null;
        var isMapped = address.IsIPv4MappedToIPv6;
        if (isMapped)
            address = address.MapToIPv4();
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0)
            return new Target(TargetKind.Address, address.ToString());
        if (isMapped || text.Length - slash > 4 || !int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var prefix)
            || prefix > bits)
        {
            return null;
        }

        return new Target(TargetKind.Address, prefix == bits ? address.ToString() : Cut(address, prefix).ToString());
    }

    /// <summary>The address as a network (a single address is /32 or /128).</summary>
    public static IPNetwork Network(string canonical) =>
        canonical.Contains('/') ? IPNetwork.Parse(canonical) : Whole(IPAddress.Parse(canonical));

    /// <summary>address, user, session, token.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>The kind as it is written in files and reports.</summary>
    public static string NameOf(TargetKind kind) => kind switch
    {
        TargetKind.Address => "address",
        TargetKind.User => "user",
        TargetKind.Session => "session",
        _ => "token",
    };

    public int CompareTo(Target other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(Target left, Target right) => left.CompareTo(right) < 0;
    public static bool operator <=(Target left, Target right) => left.CompareTo(right) <= 0;
    public static bool operator >(Target left, Target right) => left.CompareTo(right) > 0;
    public static bool operator >=(Target left, Target right) => left.CompareTo(right) >= 0;

    private static IPNetwork Whole(IPAddress address) => new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    private static IPNetwork Cut(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
