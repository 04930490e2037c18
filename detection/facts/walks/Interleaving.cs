namespace Engine.Detection.Facts.Walks;

/// <summary>
/// How the ids of a walk lie between each other. One queue that hands out the next id to whoever is free mixes its takers; the owner of a
/// batch has a stretch to itself.
/// </summary>
internal sealed class Interleaving
{
    private const double Half = 0.5;

    /// <param name="members">Who shares the walk.</param>
    /// <param name="belongs">Which ids belong to it.</param>
    /// <param name="scale">From one id to the next.</param>
    public Interleaving(IReadOnlyList<WalkVisitor> members, Func<long, bool> belongs, int scale)
    {
        var visits = new List<(long Id, int Taker)>(members.Sum(member => member.Ids.Count));
        for (var number = 0; number < members.Count; number++)
        {
            foreach (var visited in members[number].Ids)
            {
                if (belongs(visited.Id))
                    visits.Add((visited.Id, number));
            }
        }

        visits.Sort();
        (Lowest, Highest) = (visits[0].Id, visits[^1].Id);
        var changes = 0;
        for (var i = 1; i < visits.Count; i++)
        {
            changes += visits[i].Taker != visits[i - 1].Taker ? 1 : 0;
            Ids += visits[i].Id != visits[i - 1].Id ? 1 : 0;
        }

        Share = changes / Math.Max(1.0, visits.Count - 1);
        Apart = IsMixed ? [.. members.Where(member => HasOwnStretch(member, belongs, scale))] : [];
    }

    public long Lowest { get; }
    public long Highest { get; }

    /// <summary>Distinct ones.</summary>
    public int Ids { get; } = 1;

    /// <summary>Share of the ids whose neighbour above another actor took, 0 to 1.</summary>
    public double Share { get; }

    public bool IsMixed => Share >= Half;

    /// <summary>Where takers are mixed: who is not, and only lives in the same street.</summary>
    public IReadOnlyList<WalkVisitor> Apart { get; }

    // Most of what lies between its lowest and its highest id is its own.
    private static bool HasOwnStretch(WalkVisitor member, Func<long, bool> belongs, int scale)
    {
        var ids = member.Ids.Select(visited => visited.Id).Where(belongs).ToList();
        return ids.Count >= Half * (((ids.Max() - ids.Min()) / scale) + 1);
    }
}
