using System.Security.Cryptography;
using System.Text;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>What senders of a source must show. Compared in the same time whatever is shown.</summary>
internal sealed class AccessToken
{
    private const string Bearer = "Bearer ";

    private readonly byte[]? _hash;

    /// <param name="token">Null: nothing has to be shown.</param>
    public AccessToken(string? token) => _hash = token is null ? null : Hash(token);

    /// <summary>True: nothing has to be shown.</summary>
    public bool IsNone => _hash is null;

    /// <param name="authorization">Header Authorization.</param>
    /// <param name="own">Header <see cref="Header"/>, for senders whose Authorization is somebody else's.</param>
    public bool Allows(string? authorization, string? own)
    {
        if (_hash is null)
            return true;
        var shown = own ?? (authorization is not null && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : "");
        // Hashes have one length, so that not even the token's is told.
        return CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);
    }

    public const string Header = "X-Engine-Token";

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
