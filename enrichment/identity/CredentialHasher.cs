using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>
/// Keyed hash of a secret: plain HMAC-SHA-256 of its UTF-8 bytes, first 128 bits, lower hex, so that an enforcement point with the key
/// computes the same.
/// </summary>
internal sealed class CredentialHasher
{
    public const int ShortestKey = 16;
    public const int HexDigits = 32;

    /// <summary>Longer secrets count by their beginning: time is bounded, and no real one is longer.</summary>
    public const int LongestSecret = 16_384;

    private readonly byte[] _key;

    /// <exception cref="UserError">The key is too short.</exception>
    public CredentialHasher(byte[] secretKey)
    {
        if (secretKey.Length < ShortestKey)
        {
            throw new UserError(
                $"the secret key of enrichment has {secretKey.Length} bytes; give it at least {ShortestKey}, and the same in every process", isUsage: true);
        }

        _key = [.. secretKey];
    }

    public string Hash(ReadOnlySpan<char> secret)
    {
        if (secret.Length > LongestSecret)
            secret = secret[..LongestSecret];
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(secret.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(secret, buffer);
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_key, buffer.AsSpan(0, length), hash);
            return Convert.ToHexStringLower(hash[..(HexDigits / 2)]);
        }
        finally
        {
            // The pool hands the array on to others.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Looks like what <see cref="Hash"/> returns, so it came from here or from a point with the key.</summary>
    public static bool IsHash(string text) => text.Length == HexDigits && !text.AsSpan().ContainsAnyExcept(s_lowerHex);

    private static readonly SearchValues<char> s_lowerHex = SearchValues.Create("0123456789abcdef");
}
