using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.Enrichment.State;

/// <summary>
/// Hides the seeded hashes under which credentials are found before they are written down. Their hash function is fast and no keyed one:
/// whoever had a file of them could try passwords at a thousand times the speed of HMAC. AES of the single block gives that away to nobody without the secret key.
/// </summary>
/// <remarks>One instance is for one thread.</remarks>
internal sealed class KeySeal
{
    public const int Bytes = 16;

    private readonly byte[] _plain = new byte[Bytes];
    private readonly byte[] _sealed = new byte[Bytes];
    private readonly ICryptoTransform _seal;
    private readonly ICryptoTransform _open;

    public KeySeal(ReadOnlySpan<byte> secretKey)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secretKey, "engine: seal of saved keys"u8, derived);
        using var cipher = Aes.Create();
        cipher.Mode = CipherMode.ECB;
        cipher.Padding = PaddingMode.None;
        cipher.Key = derived[..Bytes].ToArray();
        _seal = cipher.CreateEncryptor();
        _open = cipher.CreateDecryptor();
    }

    /// <param name="key">What is hidden.</param>
    /// <param name="room">At least <see cref="Bytes"/>.</param>
    public ReadOnlySpan<byte> Seal(UInt128 key, Span<byte> room)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(_plain, key);
        _seal.TransformBlock(_plain, 0, Bytes, _sealed, 0);
        _sealed.CopyTo(room);
        return room[..Bytes];
    }

    /// <exception cref="InvalidDataException">It is no sealed key.</exception>
    public UInt128 Open(ReadOnlySpan<byte> sealedKey)
    {
        if (sealedKey.Length != Bytes)
            throw new InvalidDataException($"a credential's key has {sealedKey.Length} bytes");
        sealedKey.CopyTo(_sealed);
        _open.TransformBlock(_sealed, 0, Bytes, _plain, 0);
        return BinaryPrimitives.ReadUInt128LittleEndian(_plain);
    }
}
