namespace Engine.Detection.Facts.Walks;

/// <summary>
/// Looks for a walk that several actors share around one id: actors that each took several ids of it, most of what they took, hardly any
/// id twice, and together nearly all of a stretch.
/// </summary>
/// <remarks>Keeps its tables between searches: for one thread.</remarks>
/// <param name="coverage">Share of a stretch of ids that must be covered, 0 to 1.</param>
/// <param name="fewestActors">Actors that must share it.</param>
/// <param name="fewestIds">Distinct ids that they must have taken together.</param>
internal sealed class WalkSearch(double coverage, int fewestActors, int fewestIds)
{
    /// <summary>Places looked at together: the one of the id and its neighbours.</summary>
    private const int Width = 3 << SharedWalk.PlaceBits;

    /// <summary>Ids of a stretch that is covered or not.</summary>
    private const int Stretch = 32;

    /// <summary>Independent visitors of one set of ids would collide; those who share out the work do not.</summary>
    private const double Partition = 0.8;

    private readonly byte[] _visits = new byte[Width];
    private readonly bool[] _isCovered = new bool[Width / Stretch];
    private readonly List<WalkVisitor> _several = [];

    /// <summary>Share of a member's ids that nobody else asked for, 0.5 to 1.</summary>
    private double _alone;

    /// <param name="walk">What is known of the endpoint.</param>
    /// <param name="around">An id of the walk.</param>
    /// <param name="scale">1: every id counts; 10: the ids end in a check digit, or every tenth is handed out.</param>
    /// <param name="idsPerActor">Ids of it that each must have taken.</param>
    /// <returns>What was found; null where nobody shares a walk.</returns>
    public FoundWalk? Find(SharedWalk walk, long around, int scale, int idsPerActor)
    {
        var place = (long)scale << SharedWalk.PlaceBits;
        var low = ((around / place) - 1) * place;
        Array.Clear(_visits);
        _several.Clear();
        var visits = 0;
        foreach (var visitor in walk.Visitors)
        {
            if (!IsBound(visitor, low, scale, idsPerActor))
                continue;
            _several.Add(visitor);
            visits += Mark(visitor, low, scale);
        }

        return _several.Count >= fewestActors && visits >= fewestIds && AnyCovered(scale, visits) ? Members(low, scale, idsPerActor) : null;
    }

    private FoundWalk? Members(long low, int scale, int idsPerActor)
    {
        var members = _several.FindAll(visitor => IsMember(visitor, low, scale, idsPerActor));
        // What they are like is dear to tell, and most neighbours are too few.
        if (members.Sum(member => member.Ids.Count) < fewestIds)
            return null;
        members.Sort((left, right) => left.FirstTicks != right.FirstTicks ? left.FirstTicks.CompareTo(right.FirstTicks) : left.Actor.Hash.CompareTo(right.Actor.Hash));
        var found = Of(members, low, scale);
        if (found?.Interleaving.Apart is { Count: > 0 } apart)
            found = Of(members.FindAll(member => !apart.Contains(member)), low, scale);
        return found?.Ids >= fewestIds && found.Ids >= Partition * found.Visits ? found : null;
    }

    private FoundWalk? Of(List<WalkVisitor> members, long low, int scale) => members.Count < fewestActors ? null : new FoundWalk(members, id => IsIn(id, low, scale), scale);

    // Most of what the actor asked for lies here: an owner's own objects are scattered over all ids.
    private static bool IsBound(WalkVisitor visitor, long low, int scale, int idsPerActor)
    {
        // Of thousands hardly any took as many: the others cost one comparison.
        if (visitor.Ids.Count < idsPerActor)
            return false;
        var here = 0;
        foreach (var visited in visitor.Ids)
            here += (ulong)(visited.Id - low) < (ulong)Width * (ulong)scale ? 1 : 0;
        return here >= idsPerActor && 2 * here >= Math.Min(visitor.Asked, WalkVisitor.MostIds);
    }

    private int Mark(WalkVisitor visitor, long low, int scale)
    {
        var ids = 0;
        foreach (var visited in visitor.Ids)
        {
            var unit = UnitOf(visited.Id, low, scale);
            if (unit < 0)
                continue;
            ids++;
            _visits[unit] = (byte)Math.Min(byte.MaxValue, _visits[unit] + 1);
        }

        return ids;
    }

    private bool AnyCovered(int scale, int visits)
    {
        int taken = 0, covered = 0, takenThere = 0;
        for (var stretch = 0; stretch < _isCovered.Length; stretch++)
        {
            var inside = 0;
            for (var unit = stretch * Stretch; unit < (stretch + 1) * Stretch; unit++)
                inside += _visits[unit] > 0 ? 1 : 0;
            taken += inside;
            _isCovered[stretch] = inside >= coverage * Stretch;
            covered += _isCovered[stretch] ? Stretch : 0;
            takenThere += _isCovered[stretch] ? inside : 0;
        }

        // Whoever only lives there meets the walkers at as many of its ids as they took: half of that tells them apart.
        _alone = 1 - (0.5 * takenThere / Math.Max(1, covered));

        // Ten ids as one step only where they really come one in ten.
        return covered > 0 && (scale == 1 || visits * Partition <= taken);
    }

    // At least as many ids as make a member lie in covered stretches, and enough of those nobody else asked for.
    private bool IsMember(WalkVisitor visitor, long low, int scale, int idsPerActor)
    {
        int inside = 0, alone = 0;
        foreach (var visited in visitor.Ids)
        {
            if (!IsIn(visited.Id, low, scale))
                continue;
            inside++;
            alone += _visits[UnitOf(visited.Id, low, scale)] == 1 ? 1 : 0;
        }

        return inside >= idsPerActor && alone >= _alone * inside;
    }

    private bool IsIn(long id, long low, int scale) => UnitOf(id, low, scale) is >= 0 and var unit && _isCovered[unit / Stretch];

    /// <summary>Which step of the walk an id would be; -1: it lies elsewhere.</summary>
    private static int UnitOf(long id, long low, int scale)
    {
        var unit = (id - low) / scale;
        return id >= low && unit < Width ? (int)unit : -1;
    }
}
