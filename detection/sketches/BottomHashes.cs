using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Sketches;

/// <summary>
/// The k smallest of the values added: a bounded set that is the same whatever the order or the partition it was gathered in.
/// Good for "at least k independent ones".
/// </summary>
internal sealed class BottomHashes(int k)
{
    private readonly List<ulong> _sorted = [];

    /// <summary>Distinct values seen, at most k.</summary>
    public int Count => _sorted.Count;

    public void Add(ulong value)
    {
        var at = _sorted.BinarySearch(value);
        if (at >= 0)
            return;
        at = ~at;
        if (at >= k)
            return;
        _sorted.Insert(at, value);
        if (_sorted.Count > k)
            _sorted.RemoveAt(k);
    }

    public void Merge(BottomHashes other)
    {
        foreach (var value in other._sorted)
            Add(value);
    }

    public static void Save(ref MessagePackWriter writer, BottomHashes hashes)
    {
        writer.WriteArrayHeader(hashes._sorted.Count);
        foreach (var value in hashes._sorted)
            writer.WriteUInt64(value);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static BottomHashes Load(ref MessagePackReader reader, int k)
    {
        var hashes = new BottomHashes(k);
        for (var left = reader.ReadCount(k); left > 0; left--)
            hashes.Add(reader.ReadUInt64());
        return hashes;
    }
}
