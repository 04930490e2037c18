namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Tells words of an API from names of things (users, articles). An API has so many words at one place and no more; names go on coming.
/// How many words a place has is estimated from how often each was met: a place beside a parameter or below a collection has few of its own.
/// </summary>
/// <param name="mostWords">Words that a place of an API may have.</param>
internal sealed class WordRule(int mostWords)
{
    /// <summary>Words and calls of a place below which nothing is said.</summary>
    private const int FewestWords = 12, FewestCalls = 64;

    /// <summary>
    /// Words of an API below a collection, beside a parameter, beside one that may be anything, among words with digits, or where
    /// words are written in several ways: parts of what a place may have.
    /// </summary>
    private const int PartBelowCollection = 4, PartBesideParameter = 3, PartBesideAnything = 6, PartWithDigits = 4, PartOddlyWritten = 20;

    /// <summary>Where most words look like an API's so many calls must have come, and so many times the words.</summary>
    private const int CallsForApiWords = 1_000, TimesForApiWords = 4;

    /// <summary>A word is no name where it was met so often, and so many times as often as the one that was met next to it.</summary>
    private const int EstablishedVisits = 4, EstablishedGap = 4;

    private readonly List<PathNode> _names = [];

    public enum Finding
    {
        Words,

        /// <summary>Some are values like all the others there; what comes new may still be a word.</summary>
        SomeValues,

        /// <summary>They are names, and so is what comes new.</summary>
        Names,

        /// <summary>They would be names if more than one client had brought them: who brought them brings no more.</summary>
        OneSource,
    }

    /// <summary>Words of the place judged last that are names, if any are.</summary>
    public IReadOnlyList<PathNode> Names => _names;

    public Finding Judge(PathNode place)
    {
        var isCollection = IsCollection(place);
        Gather(place);
        if (AreMany(place, isCollection) || AlikeWords.TryKeep(place, _names, isCollection))
            return place.Service.Sources.Suffice(_names) switch { true => Finding.Names, false => Finding.OneSource, null => Finding.Words };
        return AlikeWords.TryKeepLikeNames(place, _names) || TryKeepFitting(place) ? Finding.SomeValues : Finding.Words;
    }

    private bool AreMany(PathNode place, bool isCollection)
    {
        var parameter = place.Parameter;
        var established = Established();
        var words = WordCounts.Of(_names, established, countsParts: !isCollection && parameter is null);
        if (words.Words < Math.Min(FewestWords, mostWords) || words.Visits + (parameter?.Visits ?? 0) < Math.Min(FewestCalls, mostWords))
            return false;
        var most = mostWords / (
            words.OddSpellings > 1 ? PartOddlyWritten
            : parameter is { Values.AreAnything: true } ? PartBesideAnything
            : isCollection ? PartBelowCollection
            : parameter is not null ? PartBesideParameter
            : 2 * words.WithDigits > words.Words ? PartWithDigits
            : 1);
        var areApiWords = 2 * words.ApiLike > words.Words;
        if (words.Estimate <= (areApiWords ? most * TimesForApiWords : most) || (areApiWords && words.Visits < CallsForApiWords))
            return false;
        _names.RemoveAll(word => word.Visits >= established);
        return true;
    }

    /// <summary>Words that are values like the others, by chance without a digit.</summary>
    private bool TryKeepFitting(PathNode place)
    {
        if (place.Parameter is not { } parameter)
            return false;
        _names.RemoveAll(word => !parameter.Values.Fit(word.Text));
        return _names.Count > 0;
    }

    private void Gather(PathNode place)
    {
        _names.Clear();
        foreach (var word in place.Literals)
        {
            if (!ApiWords.IsKeyword(word.Text))
                _names.Add(word);
        }
    }

    /// <summary>How often a word is met that stands out by it.</summary>
    private int Established()
    {
        var established = int.MaxValue;
        var visits = new int[_names.Count];
        for (var i = 0; i < visits.Length; i++)
            visits[i] = _names[i].Visits;
        Array.Sort(visits);
        for (var i = visits.Length - 1; i > 0 && visits[i] >= EstablishedVisits; i--)
        {
            if (visits[i] >= (long)EstablishedGap * Math.Max(1, visits[i - 1]))
                established = visits[i];
        }

        return established;
    }

    private static bool IsCollection(PathNode place)
    {
        while (place is { Rank: PathRank.Word, Parent: { } parent } && Segments.IsVersionOrLocale(place.Text))
            place = parent;
        return place.Rank == PathRank.Word && ApiWords.IsPlural(place.Text);
    }
}
