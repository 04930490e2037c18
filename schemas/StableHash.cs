using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Schemas;

/// <summary>
/// Seeded XxHash3: the same on every machine and in every run, unlike <see cref="object.GetHashCode"/>.
/// Everything that leaves the process or chooses a shard is hashed here. Not for secrets: those get a keyed HMAC in enrichment.
/// </summary>
public static class StableHash
{
    /// <summary>Part of every shard placement and stored id: changing it is a migration.</summary>
    public const long Seed = 0x456E_6769_6E65_0001;

    public static ulong Of(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes, Seed);

    /// <summary>Hash of the UTF-16 code units; lone surrogates hash as they are, so any string is accepted.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), Seed);

    /// <summary>Mixes two hashes; the order matters.</summary>
    public static ulong Combine(ulong first, ulong second)
    {
        Span<ulong> both = [first, second];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(both), Seed);
    }

    /// <summary>128 bits of the parts, each terminated, so that ("ab", "c") and ("a", "bc") differ.</summary>
    public static UInt128 Of128(params ReadOnlySpan<string> parts)
    {
        var hash = new XxHash128(Seed);
        foreach (var part in parts)
        {
            hash.Append(Encoding.UTF8.GetBytes(part));
            hash.Append([0xFF]);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
