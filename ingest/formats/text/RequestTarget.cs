using System.Buffers;
using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>
/// A request target (RFC 9112 §3.2) or URL in its parts. <c>http://host/path</c> is taken apart, because servers answer it like
/// <c>/path</c>: a client must not get another endpoint by writing its calls the long way. <c>*</c> and <c>host:port</c> stay the path.
/// </summary>
/// <param name="Scheme">Lower case; null where the target names none.</param>
/// <param name="Host">Lower case, without port; null where the target names none.</param>
/// <param name="Path">As sent, without query.</param>
/// <param name="Query">As sent, without '?'; null where there is none.</param>
internal readonly record struct RequestTarget(string? Scheme, string? Host, string Path, string? Query)
{
    // Of hosts that are taken as they stand.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    public static RequestTarget Split(ReadOnlySpan<byte> target, ParserMemory memory)
    {
        string? scheme = null;
        string? host = null;
        if (!target.IsEmpty && target[0] != '/' && SchemeLength(target) is var length and > 0)
        {
            scheme = length == 7 ? "http" : "https";
            var rest = target[length..];
            var end = rest.IndexOfAny("/?#"u8);
            host = HostOf(end < 0 ? rest : rest[..end], memory);
            target = end < 0 ? "/"u8 : rest[end..];
        }

        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        return new RequestTarget(
            scheme, host, path.IsEmpty && scheme is not null ? "/" : memory.Texts.Get(path),
            mark < 0 ? null : memory.Texts.Get(target[(mark + 1)..]));
    }

    /// <summary>Host of an authority or Host header: lower case, without user, port and final dot. Null where nothing is left.</summary>
    public static string? HostOf(ReadOnlySpan<byte> authority, ParserMemory memory)
    {
        if (!authority.IsEmpty && authority[^1] != '.' && authority.IndexOfAnyExcept(s_plain) < 0)
            return memory.Texts.Get(authority);
        var at = authority.LastIndexOf((byte)'@');
        if (at >= 0)
            authority = authority[(at + 1)..];
        var colon = authority.LastIndexOf((byte)':');
        if (colon >= 0 && !authority[colon..].Contains((byte)']'))
            authority = authority[..colon];
        if (authority.EndsWith("."u8))
            authority = authority[..^1];
        if (authority.IsEmpty)
            return null;
        if (authority.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0)
            return memory.Texts.Get(authority);
        if (authority.Length > TextPool.MostBytes)
            return Encoding.UTF8.GetString(authority).ToLowerInvariant();
        Span<byte> lower = stackalloc byte[TextPool.MostBytes];
        for (var i = 0; i < authority.Length; i++)
            lower[i] = authority[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(authority[i] | 0x20) : authority[i];
        return memory.Texts.Get(lower[..authority.Length]);
    }

    private static int SchemeLength(ReadOnlySpan<byte> target)
    {
        if (target.StartsWith("https://"u8))
            return 8;
        if (target.StartsWith("http://"u8) || (target.Length >= 7 && Ascii.EqualsIgnoreCase(target[..7], "http://"u8)))
            return 7;
        return target.Length >= 8 && Ascii.EqualsIgnoreCase(target[..8], "https://"u8) ? 8 : 0;
    }
}
