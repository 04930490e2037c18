namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Words below which the same stands: <c>/repos/a/issues</c> and <c>/repos/b/issues</c>, <c>/repos/a/pulls</c> and <c>/repos/b/pulls</c>. However few
/// they are, they are names; collections of an API have some words in common, but not that many.
/// </summary>
internal static class AlikeWords
{
    private const int FewestWords = 5, FewestSharers = 3;

    private const int ManyWords = 8;

    /// <summary>Calls for each word, before which not enough has been seen of what stands below.</summary>
    private const int VisitsOfEach = 16;

    /// <summary>Words that must stand below many of them; below a collection, or below names beside them, fewer will do.</summary>
    private const int Shared = 8, SharedBelowCollection = 3, SharedWithNames = 3;

    /// <summary>Keeps of the words those that are alike.</summary>
    /// <param name="place">Where they stand.</param>
    /// <param name="words">What may be names.</param>
    /// <param name="isCollection">The place is below a collection.</param>
    /// <returns>False: they are not, and left as they are.</returns>
    public static bool TryKeep(PathNode place, List<PathNode> words, bool isCollection)
    {
        if (words.Count < FewestWords || words.Sum(word => (long)word.Visits) < (long)VisitsOfEach * words.Count)
            return false;
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            foreach (var below in Below(word))
                counts[below] = counts.GetValueOrDefault(below) + 1;
        }

        var shared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var alone = 0;
        foreach (var (below, count) in counts)
        {
            if (count >= Math.Max(FewestSharers, words.Count / 4))
                shared.Add(below);
            else if (count == 1)
                alone++;
        }

        var most = !isCollection ? Shared : words.Count >= ManyWords && alone == 0 ? 1 : SharedBelowCollection;
        if (shared.Count < most || shared.Count < 2 * alone)
            return false;
        var alike = words.FindAll(word => IsAlike(word, shared, Math.Min(most, 2)));
        if (alike.Count < FewestWords)
            return false;
        // Names that were met so seldom that nothing of the others stands below them yet.
        alike.Sort((one, other) => one.Visits.CompareTo(other.Visits));
        var usual = alike[alike.Count / 2].Visits;
        words.RemoveAll(word => !alike.Contains(word) && (word.Visits > usual || !Below(word).All(shared.Contains)));
        return true;
    }

    /// <summary>Keeps the words below which the same stands as below the names beside them.</summary>
    /// <inheritdoc cref="TryKeep"/>
    public static bool TryKeepLikeNames(PathNode place, List<PathNode> words)
    {
        if (place.Parameter is not { Values.HoldsNames: true } parameter)
            return false;
        var below = Below(parameter).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var alike = below.Count < SharedWithNames ? [] : words.FindAll(word => IsAlike(word, below, SharedWithNames));
        if (alike.Count == 0)
            return false;
        words.Clear();
        words.AddRange(alike);
        return true;
    }

    private static bool IsAlike(PathNode word, HashSet<string> shared, int fewest)
    {
        int all = 0, common = 0;
        foreach (var below in Below(word))
        {
            all++;
            common += shared.Contains(below) ? 1 : 0;
        }

        return common >= fewest && 2 * common >= all;
    }

    /// <summary>Words below a word, or below its parameter; not those that stand anywhere.</summary>
    private static IEnumerable<string> Below(PathNode word)
    {
        foreach (var child in word.Literals)
        {
            if (!ApiWords.IsKeyword(child.Text))
                yield return child.Text;
        }

        foreach (var child in word.Parameter?.Literals ?? [])
        {
            if (!ApiWords.IsKeyword(child.Text))
                yield return "{}/" + child.Text;
        }
    }
}
