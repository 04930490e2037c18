using System.IO.Hashing;
using System.Text;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>Texts that come again and again in a result, decoded once: a table of fixed size in which a newer text takes an older one's place.</summary>
internal sealed class TextPool
{
    private const int Places = 4096;
    private const int Longest = 256;
    private readonly (ulong Hash, byte[] Bytes, string Text)[] texts = new (ulong, byte[], string)[Places];

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest)
            return Encoding.UTF8.GetString(utf8);
        var hash = XxHash3.HashToUInt64(utf8);
        ref var place = ref texts[hash % Places];
        if (place.Bytes is null || place.Hash != hash || !utf8.SequenceEqual(place.Bytes))
            place = (hash, utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return place.Text;
    }
}
