namespace Engine.Sinks.Enforcement;

/// <summary>
/// Compares what a point should hold with what it holds. Pure: the same two sides give the same changes, and applying them leaves
/// nothing to change. So a restarted gateway, a lost update and a crash all heal in the same way.
/// </summary>
public static class Reconciler
{
    /// <summary>
    /// The changes, removals first (the innocent before the guilty), each group in order of target.
    /// Entries without a mark of <paramref name="owner"/> are never touched, and a key they hold is never added a second time.
    /// </summary>
    public static IReadOnlyList<PointChange> Compare(IReadOnlyCollection<Wanted> desired, IReadOnlyList<PointEntry> actual, string owner)
    {
        var missing = new Dictionary<Target, BlockMark>(desired.Count);
        foreach (var wanted in desired)
            missing[wanted.Target] = wanted.Mark;

        var changes = new List<PointChange>();
        var settled = new HashSet<Target>();
        foreach (var entry in actual)
        {
            var target = entry.Target;
            if (BlockMark.Parse(entry.Value, owner) is not { } mark)
                settled.Add(target);
            else if (missing.TryGetValue(target, out var wanted) && settled.Add(target))
            {
                if (mark != wanted)
                    changes.Add(new PointChange(ChangeKind.Refresh, target, wanted, entry));
            }
            else
            {
                changes.Add(new PointChange(ChangeKind.Remove, target, mark, entry));
            }
        }

        foreach (var (target, mark) in missing)
        {
            if (!settled.Contains(target))
                changes.Add(new PointChange(ChangeKind.Add, target, mark));
        }

        changes.Sort(static (left, right) => left.Kind != right.Kind
            ? left.Kind.CompareTo(right.Kind)
            : left.Target.CompareTo(right.Target));
        return changes;
    }
}
