namespace Engine.Enrichment.Endpoints;

/// <summary>The words of a place, as far as they tell whether they are an API's.</summary>
/// <param name="Words">Different ones.</param>
/// <param name="Visits">Calls that met one.</param>
/// <param name="Once">Words met once.</param>
/// <param name="Twice">Words met twice.</param>
/// <param name="WithDigits">Words with digits in them.</param>
/// <param name="OddSpellings">Ways in which several words are written that an API would not mix.</param>
/// <param name="ApiLike">Words that name collections, or share their first part with others as the methods of an API do.</param>
internal readonly record struct WordCounts(int Words, long Visits, int Once, int Twice, int WithDigits, int OddSpellings, int ApiLike)
{
    /// <summary>Words that share a first part, from which it is no chance.</summary>
    private const int SharedBy = 3;

    /// <summary>Words that are written in an odd way, from which it is no chance.</summary>
    private const int OddlyWritten = 2;

    /// <summary>
    /// How many words there are, those not met yet included: Chao's estimate with as many words met twice as there may well be when so many
    /// were seen, so that it errs on the low side.
    /// </summary>
    public double Estimate => Words + (double)Once * Once / (2 * (Twice + 3 * Math.Sqrt(Twice + 1) + 1));

    /// <param name="words">The words.</param>
    /// <param name="established">Visits from which a word stands out, and is none of them.</param>
    /// <param name="countsParts">False where names share their parts as well, below <c>/users/</c>.</param>
    public static WordCounts Of(IReadOnlyList<PathNode> words, int established, bool countsParts)
    {
        var visits = 0L;
        int count = 0, once = 0, twice = 0, apiLike = 0;
        Span<int> spellings = stackalloc int[Enum.GetValues<OddSpelling>().Length];
        var parts = countsParts ? Parts(words) : null;
        foreach (var word in words)
        {
            if (word.Visits >= established)
                continue;
            count++;
            visits += word.Visits;
            once += word.Visits <= 1 ? 1 : 0;
            twice += word.Visits == 2 ? 1 : 0;
            spellings[(int)ApiWords.SpellingOf(word.Text)]++;
            var part = ApiWords.FirstPart(word.Text).ToString();
            apiLike += ApiWords.IsPlural(word.Text) || (parts is not null && part.Length > 0 && parts[part] >= SharedBy) ? 1 : 0;
        }

        var odd = 0;
        foreach (var written in spellings[1..])
            odd += written >= OddlyWritten ? 1 : 0;
        return new WordCounts(count, visits, once, twice, spellings[(int)OddSpelling.Digits], odd, apiLike);
    }

    private static Dictionary<string, int> Parts(IReadOnlyList<PathNode> words)
    {
        var parts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            var part = ApiWords.FirstPart(word.Text).ToString();
            if (part.Length > 0)
                parts[part] = parts.GetValueOrDefault(part) + 1;
        }

        return parts;
    }
}
