using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.Enrichment.State;

/// <summary>
/// Hides the seeded hashes under which credentials are found before they are written down. Their hash function is fast and no keyed one:
/// whoever had a file of them could try passwords at a thousand times the speed of HMAC. AES of a single block gives each one other key.
/// </summary>
internal sealed class KeySeal
{
    public const int Bytes = 16;

    private readonly Aes _cipher = Aes.Create();

    public KeySeal(ReadOnlySpan<byte> secretKey)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secretKey, "engine: seal of saved keys"u8, derived);
        _cipher.Key = derived[..Bytes].ToArray();
    }

    /// <param name="key">What is hidden.</param>
    /// <param name="room">At least <see cref="Bytes"/>.</param>
    public ReadOnlySpan<byte> Seal(UInt128 key, Span<byte> room)
    {
        Span<byte> plain = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt128LittleEndian(plain, key);
        return room[.._cipher.EncryptEcb(plain, room, PaddingMode.None)];
    }

    /// <exception cref="InvalidDataException">It is no sealed key.</exception>
    public UInt128 Open(ReadOnlySpan<byte> sealedKey)
    {
        if (sealedKey.Length != Bytes)
            throw new InvalidDataException($"a credential's key has {sealedKey.Length} bytes");
        Span<byte> plain = stackalloc byte[Bytes];
        _cipher.DecryptEcb(sealedKey, plain, PaddingMode.None);
        return BinaryPrimitives.ReadUInt128LittleEndian(plain);
    }
}
