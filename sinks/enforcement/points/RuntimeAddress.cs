using System.Net;
using System.Net.Sockets;

namespace Engine.Sinks.Enforcement.Points;

/// <summary>Where HAProxy's runtime API listens, in HAProxy's own notation.</summary>
internal static class RuntimeAddress
{
    /// <summary><c>/path</c>, <c>unix@/path</c>, <c>ipv4@127.0.0.1:9999</c>, <c>ipv6@[::1]:9999</c> or <c>127.0.0.1:9999</c>; null for anything else.</summary>
    public static EndPoint? Parse(string text)
    {
        if (text.StartsWith("unix@", StringComparison.Ordinal))
            text = text[5..];
        if (text.StartsWith('/'))
            return text.Length < 108 ? new UnixDomainSocketEndPoint(text) : null;
        if (text.StartsWith("ipv4@", StringComparison.Ordinal) || text.StartsWith("ipv6@", StringComparison.Ordinal))
            text = text[5..];
        return IPEndPoint.TryParse(text, out var address) && address.Port > 0 ? address : null;
    }
}
