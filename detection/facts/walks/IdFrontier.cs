using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts.Walks;

/// <summary>
/// How far the ids of an endpoint reached before the look-back: what lies beyond was handed out since, and its owners follow each other by
/// nature. Every 32nd of the ids seen counts as an outlier, at most fifteen, so that one odd number does not hide growth.
/// </summary>
internal sealed class IdFrontier
{
    /// <summary>Values that it is saved as.</summary>
    public const int Fields = 6;

    private const int Kept = 16, SeenForEachOutlier = 32, EnoughSeen = 1024;

    private readonly List<long> _older = [], _before = [], _current = [];
    private int _seenOlder, _seenBefore, _seenCurrent;

    /// <summary>Highest id before the look-back, outliers apart; null while none was seen.</summary>
    public long? Highest => _older.Count == 0 ? null : _older[Math.Min(_older.Count - 1, _seenOlder / SeenForEachOutlier)];

    /// <summary>False: too few ids were seen to tell how far they reached; what lies beyond may as well be old.</summary>
    public bool IsKnown => _seenOlder >= EnoughSeen;

    public void See(long id)
    {
        _seenCurrent = Math.Min(_seenCurrent + 1, 1_000_000);
        Keep(_current, id);
    }

    /// <summary>Ids of another endpoint turned out to be ids of this one; both are in the same hour.</summary>
    public void Absorb(IdFrontier other)
    {
        Absorb(_older, ref _seenOlder, other._older, other._seenOlder);
        Absorb(_before, ref _seenBefore, other._before, other._seenBefore);
        Absorb(_current, ref _seenCurrent, other._current, other._seenCurrent);
    }

    /// <summary>A later hour begins.</summary>
    /// <param name="isNext">True when it follows at once.</param>
    public void Roll(bool isNext)
    {
        Age(_before, ref _seenBefore);
        if (isNext)
        {
            (_seenBefore, _seenCurrent) = (_seenCurrent, 0);
            _before.AddRange(_current);
            _current.Clear();
        }
        else
        {
            Age(_current, ref _seenCurrent);
        }
    }

    public static void Save(ref MessagePackWriter writer, IdFrontier frontier)
    {
        Save(ref writer, frontier._older, frontier._seenOlder);
        Save(ref writer, frontier._before, frontier._seenBefore);
        Save(ref writer, frontier._current, frontier._seenCurrent);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save(ref MessagePackWriter, IdFrontier)"/>.</exception>
    public static IdFrontier Load(ref MessagePackReader reader)
    {
        var frontier = new IdFrontier();
        Load(ref reader, frontier._older, out frontier._seenOlder);
        Load(ref reader, frontier._before, out frontier._seenBefore);
        Load(ref reader, frontier._current, out frontier._seenCurrent);
        return frontier;
    }

    private static void Absorb(List<long> ids, ref int seen, List<long> others, int seenThere)
    {
        seen = Math.Min(seen + seenThere, 1_000_000);
        foreach (var id in others)
            Keep(ids, id);
    }

    private void Age(List<long> ids, ref int seen)
    {
        foreach (var id in ids)
            Keep(_older, id);
        _seenOlder = Math.Min(_seenOlder + seen, 1_000_000);
        ids.Clear();
        seen = 0;
    }

    private static void Keep(List<long> descending, long id)
    {
        if (descending.Count == Kept && id <= descending[^1])
            return;
        var at = 0;
        while (at < descending.Count && descending[at] > id)
            at++;
        if (at < descending.Count && descending[at] == id)
            return;
        descending.Insert(at, id);
        if (descending.Count > Kept)
            descending.RemoveAt(Kept);
    }

    private static void Save(ref MessagePackWriter writer, List<long> ids, int seen)
    {
        writer.Write(seen);
        writer.WriteArrayHeader(ids.Count);
        foreach (var id in ids)
            writer.Write(id);
    }

    private static void Load(ref MessagePackReader reader, List<long> ids, out int seen)
    {
        seen = reader.ReadInt32();
        for (var left = reader.ReadCount(Kept); left > 0; left--)
            ids.Add(reader.ReadInt64());
    }
}
