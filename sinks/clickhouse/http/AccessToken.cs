using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>The secret that every request must show, in any of the places where ClickHouse clients put a password. Never printed.</summary>
/// <param name="value">The token, from <see cref="New"/>.</param>
internal sealed class AccessToken(string value)
{
    private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <summary>256 random bits in hex.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>True where one of the header, the basic password or the <c>password</c> parameter is the token.</summary>
    public bool Allows(HttpRequest request) =>
        Matches(request.Headers["X-ClickHouse-Key"]) || Matches(request.Query["password"]) || Matches(Password(request.Headers.Authorization));

    // Hashes of equal length are compared, so neither the time nor the length tells anything about the token.
    private bool Matches(string? given) =>
        !string.IsNullOrEmpty(given) && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);

    private static string? Password(string? authorization)
    {
        const string Basic = "Basic ";
        const string Bearer = "Bearer ";
        if (authorization is null)
            return null;
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..];
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return null;
        var decoded = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..], decoded, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    public override string ToString() => "(access token)";
}
