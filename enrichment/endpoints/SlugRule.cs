using System.Collections.Frozen;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Tells words of an API from names of things (users, articles). Words are a closed set: after a while no new ones come. Names go on coming.
/// The chance that the next call brings a new one is estimated as Good and Turing did: calls that brought a one-time word ÷ all calls.
/// The more words there are already, the lower the chance that convicts them.
/// </summary>
internal static class SlugRule
{
    /// <summary>Chance of a new word at the first check; falls in proportion as the words grow.</summary>
    private const double Novelty = 0.3;

    /// <summary>Independent sources that must have brought the words: one client in front of a server that knows everything must not decide.</summary>
    private const int Sources = 3;

    /// <summary>A word with this share of the calls of its position stays a word among names, as <c>/users/me</c> does.</summary>
    private const int DominantShare = 10;
    private const int DominantVisits = 20;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_wordsAmongNames =
        FrozenSet.Create(StringComparer.Ordinal,
            "me", "self", "current", "new", "latest", "all", "count", "batch", "bulk", "stats", "status", "config", "settings")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public enum Finding { Words, Names, OneSource }

    public static Finding Judge(PathNode position, int slugWords)
    {
        var once = 0;
        var visits = 0L;
        var sources = 0;
        Span<ulong> seen = stackalloc ulong[Sources];
        foreach (var word in position.Literals)
        {
            if (IsShape(word.Text))
                continue;
            visits += word.Visits;
            if (word.Visits <= 1)
                once++;
            if (sources < Sources && !seen[..sources].Contains(word.FirstSource))
                seen[sources++] = word.FirstSource;
        }

        if (sources < Sources)
            return Finding.OneSource;
        return once > Novelty * slugWords / position.Literals.Count * visits ? Finding.Names : Finding.Words;
    }

    /// <summary>Whether a word stays what it is where the others become <c>{slug}</c>.</summary>
    public static bool StaysWord(ReadOnlySpan<char> word) =>
        IsShape(word) || Segments.IsVersionOrLocale(word) || s_wordsAmongNames.Contains(word) || (word.Length <= 16 && EndpointRoles.HasRole(word));

    public static bool IsDominant(PathNode word, long visitsOfPosition) =>
        word.Visits >= DominantVisits && word.Visits * (long)DominantShare >= visitsOfPosition;

    // "*.png", "{id}.pdf": already a template.
    private static bool IsShape(ReadOnlySpan<char> word) => word[0] is '*' or '{';
}
