using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Text;

/// <summary>
/// Strings met before, found by their UTF-8 bytes: methods, hosts, user agents and most paths repeat in every log.
/// Fixed size and two places per text, so a flood of new texts costs misses and never memory (about 2 MiB a thread at worst).
/// </summary>
internal sealed class TextPool
{
    /// <summary>Longer texts are rare and rarely repeat; they are decoded each time.</summary>
    public const int MostBytes = 256;

    private const int Places = 4096;
    private readonly string?[] _places = new string?[Places];

    /// <summary>The text; invalid UTF-8 becomes U+FFFD. Only ASCII texts are remembered: their bytes compare without decoding.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > MostBytes)
            return Encoding.UTF8.GetString(utf8);

        var places = _places;
        var place = (int)Hash(utf8) & (Places - 1);
        var first = places[place];
        if (first is not null && Same(utf8, first))
            return first;
        var second = places[place ^ 1];
        if (second is not null && Same(utf8, second))
            return second;

        var text = Encoding.UTF8.GetString(utf8);
        if (Ascii.IsValid(utf8))
        {
            places[place ^ 1] = first;
            places[place] = text;
        }

        return text;
    }

    /// <summary>Chooses a place, nothing else: whoever forces collisions gains a decoding. Short texts are mixed here, as a call costs more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 8 or > 16)
            return StableHash.Of(bytes);
        var high = Math.BigMul(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ (ulong)StableHash.Seed,
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) ^ 0x9E37_79B9_7F4A_7C15, out var low);
        return (high ^ low ^ (ulong)bytes.Length) * 0x9E37_79B9_7F4A_7C15 >> 32;
    }

    /// <summary>True where the ASCII <paramref name="text"/> is these bytes.</summary>
    /// <remarks>Ascii.Equals compares up to 15 bytes one by one, and most fields are that short.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length)
            return false;
        if (bytes.Length is < 8 or > 16)
            return Ascii.Equals(bytes, text);
        var units = MemoryMarshal.Cast<char, ushort>(text.AsSpan());
        return Vector128.Create(units) == Widened(bytes) && Vector128.Create(units[^8..]) == Widened(bytes[^8..]);
    }

    private static Vector128<ushort> Widened(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(bytes)).AsByte());
}
