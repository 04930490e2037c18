using System.Net;
using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>Addresses met before, found by their text. Bounded like <see cref="TextPool"/>.</summary>
internal sealed class AddressPool
{
    private const int Places = 4096;
    private readonly Entry[] _places = new Entry[Places];

    /// <summary>
    /// Reads a plain IPv4 or IPv6 address. Only four decimal parts are IPv4: the octal, hexadecimal and short forms that libraries also
    /// accept would let one client look like several. ::ffff:1.2.3.4 is 1.2.3.4; a zone (%eth0) is dropped, since it means something
    /// on one machine only. Null where it is no address.
    /// </summary>
    public IPAddress? Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 64)
            return null;
        ref var entry = ref _places[(int)TextPool.Hash(text) & (Places - 1)];
        if (entry.Text is not null && TextPool.Same(text, entry.Text))
            return entry.Address;
        var address = Parse(text);
        if (address is not null)
            entry = new Entry(Encoding.ASCII.GetString(text), address);
        return address;
    }

    /// <summary>Address with an optional port: 192.0.2.1:443, [2001:db8::1]:443, or the address alone.</summary>
    public IPAddress? Get(ReadOnlySpan<byte> text, out int? port)
    {
        port = null;
        var colon = text.LastIndexOf((byte)':');
        // One colon alone is no IPv6 address: not even tried, since what is none is parsed each time.
        if ((colon < 0 || text[..colon].Contains((byte)':')) && Get(text) is { } plain)
            return plain;
        if (text.Length > 2 && text[0] == '[')
        {
            var close = text.IndexOf((byte)']');
            if (close < 0 || (close != text.Length - 1 && colon != close + 1))
                return null;
            port = colon > close ? Port(text[(colon + 1)..]) : null;
            return colon > close && port is null ? null : Get(text[1..close]);
        }

        if (colon < 0 || Port(text[(colon + 1)..]) is not { } number)
            return null;
        port = number;
        return Get(text[..colon]);
    }

    private static IPAddress? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)':'))
        {
            var zone = text.IndexOf((byte)'%');
            // The library would take brackets and drop the port behind them.
            if (text[0] == '[' || !IPAddress.TryParse(zone < 0 ? text : text[..zone], out var six)
                || six.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
                return null;
            return six.IsIPv4MappedToIPv6 ? six.MapToIPv4() : six;
        }

        Span<byte> parts = stackalloc byte[4];
        var part = 0;
        var value = -1;
        foreach (var digit in text)
        {
            if (digit == '.')
            {
                if (value < 0 || part == 3)
                    return null;
                parts[part++] = (byte)value;
                value = -1;
            }
            else if (digit is >= (byte)'0' and <= (byte)'9' && value != 0)
            {
                value = (value < 0 ? 0 : value * 10) + digit - '0';
                if (value > 255)
                    return null;
            }
            else
            {
                return null;
            }
        }

        if (part != 3 || value < 0)
            return null;
        parts[3] = (byte)value;
        return new IPAddress(parts);
    }

    private static int? Port(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is 0 or > 5)
            return null;
        var port = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return null;
            port = (port * 10) + digit - '0';
        }

        return port <= ushort.MaxValue ? port : null;
    }

    private readonly record struct Entry(string? Text, IPAddress? Address);
}
