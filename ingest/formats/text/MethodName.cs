using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>Names of HTTP methods (RFC 9110 and WebDAV's common ones).</summary>
internal static class MethodName
{
    /// <summary>Stands for a request that was no HTTP: an empty line, a TLS hello on a plain port.</summary>
    public const string None = "-";

    private static readonly string[] s_known =
    [
        "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE",
        "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "QUERY",
    ];

    /// <summary>A known method in upper case; any other as sent.</summary>
    public static string Of(ReadOnlySpan<byte> method, TextPool texts)
    {
        if (method.SequenceEqual("GET"u8))
            return "GET";
        if (method.SequenceEqual("POST"u8))
            return "POST";
        foreach (var known in s_known)
        {
            if (known.Length == method.Length && Ascii.EqualsIgnoreCase(method, known))
                return known;
        }

        return texts.Get(method);
    }

    /// <summary>True for a token of RFC 9110 §5.6.2, which every method is.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(s_token) < 0;

    private static readonly System.Buffers.SearchValues<byte> s_token = System.Buffers.SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
}
