using Engine.Enrichment.Endpoints;

namespace Engine.Enrichment.Documents;

/// <summary>A path template as documents and gateways write it: <c>/orders/{id}</c>, <c>/orders/:id</c>, <c>/orders/&lt;id&gt;</c>.</summary>
internal sealed class PathPattern
{
    private readonly PatternSegment[] _segments;

    private PathPattern(string template, PatternSegment[] segments)
    {
        Template = template;
        _segments = segments;
    }

    /// <summary>As it was written, without a slash at its end.</summary>
    public string Template { get; }
    public IReadOnlyList<PatternSegment> Segments => _segments;

    /// <returns>Null where it is none: a name, a regular expression, or a path that stands for all below it.</returns>
    public static PathPattern? TryParse(string template)
    {
        if (!template.StartsWith('/') || template.AsSpan().ContainsAny("*?^$("))
            return null;
        var segments = new List<PatternSegment>();
        foreach (var segment in template.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (PatternSegment.TryParse(segment) is not { } parsed)
                return null;
            segments.Add(parsed);
        }

        return segments.Count > PathWalk.Deepest ? null : new PathPattern(segments.Count == 0 ? "/" : template.TrimEnd('/'), [.. segments]);
    }

    /// <summary>Whether a path is one of it, segment by segment.</summary>
    public bool Fits(in PathSegments path, Span<char> scratch)
    {
        if (path.Count != _segments.Length)
            return false;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (!_segments[i].Fits(path.Plain(i, scratch), ignoresCase: true))
                return false;
        }

        return true;
    }

    /// <summary>Tells what the parameters of a path that fits name.</summary>
    public void Name(in PathSegments path, PathObjects objects, Span<char> scratch)
    {
        objects.Clear();
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i].IsWord)
                continue;
            var plain = path.Plain(i, scratch);
            var kind = Endpoints.Segments.KindOf(plain);
            var isPersonal = Endpoints.Segments.IsPersonal(kind);
            var followsSecret = i > 0 && SecretWords.Announces(_segments[i - 1].Text);
            var isSecret = isPersonal || Endpoints.Segments.IsWebToken(kind, plain) || (followsSecret && SecretWords.IsSecret(kind, plain));
            // Whatever stands where a parameter is, is its value.
            kind = isSecret && !isPersonal ? SegmentKind.Token : kind == SegmentKind.Literal ? SegmentKind.Slug : kind;
            if (Endpoints.Segments.NamesObject(kind))
                objects.Add(_segments[i].Parameters[0], kind, path.Start(i), path.Length(i), isSecret);
        }
    }
}
