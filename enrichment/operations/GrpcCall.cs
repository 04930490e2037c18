using System.Buffers;
using Engine.Schemas;

namespace Engine.Enrichment.Operations;

/// <summary>Calls of gRPC: their path names service and method, and no object. HTTP says 200 to all of them; what happened stands beside it.</summary>
internal static class GrpcCall
{
    private const string ContentType = "content-type", Status = "grpc-status";

    /// <summary>UNIMPLEMENTED: the server has no such method.</summary>
    private const string Unimplemented = "12";

    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./");

    public static bool Is(ApiEvent call) =>
        call.Method == "POST" && (ValueOf(call.RequestHeaders, ContentType) ?? ValueOf(call.ResponseHeaders, ContentType))
            ?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
        && IsMethodPath(call.Path);

    /// <returns>Whether the server has the method; null where nobody says.</returns>
    public static bool? Knows(ApiEvent call) => ValueOf(call.ResponseHeaders, Status) switch
    {
        null => null,
        Unimplemented => false,
        // Refused before the method was looked for, or not at all.
        "7" or "14" or "16" => null,
        _ => true,
    };

    /// <summary><c>/package.Service/Method</c></summary>
    private static bool IsMethodPath(string path)
    {
        var slash = path.Length > 2 && path[0] == '/' ? path.IndexOf('/', 1) : -1;
        return slash > 1 && slash < path.Length - 1 && path.IndexOf('/', slash + 1) < 0 && !path.AsSpan(1).ContainsAnyExcept(s_nameCharacters);
    }

    private static string? ValueOf(IReadOnlyList<HeaderField>? headers, string name)
    {
        for (var i = 0; i < headers?.Count; i++)
        {
            if (headers[i].Name == name)
                return headers[i].Value;
        }

        return null;
    }
}
