using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Engine.Enrichment;

/// <summary>
/// Seeded hashes for the keys of in-memory tables. The seed comes from the secret key, so a client cannot aim at a bucket, and a replay with
/// the same key runs the same; no such hash leaves the process.
/// </summary>
internal sealed class TableSeed
{
    private readonly long _seed;

    public TableSeed(ReadOnlySpan<byte> secretKey)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secretKey, "engine: seed of in-memory tables"u8, derived);
        _seed = BinaryPrimitives.ReadInt64LittleEndian(derived);
    }

    public ulong Hash(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), _seed);

    public ulong Hash(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes, _seed);

    public ulong Combine(ulong first, ulong second)
    {
        Span<ulong> both = [first, second];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(both), _seed);
    }

    public UInt128 Hash128(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), _seed);

    public UInt128 Hash128(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes, _seed);
}
