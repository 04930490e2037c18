namespace Engine.Enrichment.Documents;

/// <summary>One segment of a <see cref="PathPattern"/>: a word, a parameter, or parameters among words (<c>{id}.json</c>, <c>{base}...{head}</c>).</summary>
internal sealed class PatternSegment
{
    private readonly string[] _words;

    private PatternSegment(string text, string[] words, string[] parameters)
    {
        Text = text;
        _words = words;
        Parameters = parameters;
    }

    public string Text { get; }

    /// <summary>Names of its parameters; none for a word.</summary>
    public IReadOnlyList<string> Parameters { get; }

    public bool IsWord => Parameters.Count == 0;

    /// <summary>All of the segment is one parameter.</summary>
    public bool IsParameter => Parameters.Count == 1 && _words[0].Length == 0 && _words[1].Length == 0;

    /// <returns>Null where brackets do not match.</returns>
    public static PatternSegment? TryParse(string text)
    {
        if (text is [':', _, ..])
            return new PatternSegment(text, ["", ""], [text[1..]]);
        if (text is ['<', .., '>'])
            return new PatternSegment(text, ["", ""], [text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..^1].TrimStart('<')]);
        var words = new List<string>();
        var parameters = new List<string>();
        var position = 0;
        while (text.IndexOf('{', position) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                return null;
            words.Add(text[position..open]);
            parameters.Add(text[(open + 1)..close]);
            position = close + 1;
        }

        words.Add(text[position..]);
        return new PatternSegment(text, [.. words], [.. parameters]);
    }

    /// <summary>Whether a segment of a path fits it; each parameter takes as little as it can, and at least one character.</summary>
    public bool Fits(ReadOnlySpan<char> segment, bool ignoresCase)
    {
        var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (IsWord)
            return segment.Equals(Text, comparison);
        if (!segment.StartsWith(_words[0], comparison))
            return false;
        var rest = segment[_words[0].Length..];
        for (var i = 1; i < _words.Length; i++)
        {
            var word = _words[i];
            var isLast = i == _words.Length - 1;
            var at = isLast ? (rest.EndsWith(word, comparison) ? rest.Length - word.Length : -1) : rest.Length > 1 ? rest[1..].IndexOf(word, comparison) + 1 : -1;
            if (at < 1)
                return false;
            rest = rest[(at + word.Length)..];
        }

        return rest.IsEmpty;
    }
}
