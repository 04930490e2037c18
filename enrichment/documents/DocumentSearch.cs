using Engine.Enrichment.Endpoints;

namespace Engine.Enrichment.Documents;

/// <summary>One path's search through documented paths, with a way back where a word leads nowhere.</summary>
internal ref struct DocumentSearch(PathSegments path, string method, bool ignoresCase, Span<char> scratch)
{
    /// <summary>Positions looked at: words beside parameters at every place must not add up to all ways there are.</summary>
    private const int MostSteps = 512;

    private readonly Span<char> _scratch = scratch;
    private int _steps = MostSteps;

    public DocumentedOperation? From(DocumentedPaths.Position place, int depth)
    {
        if (_steps-- <= 0)
            return null;
        if (depth == path.Count)
            return OperationAt(place);
        if (place.Word(path.Plain(depth, _scratch), ignoresCase) is { } below && From(below, depth + 1) is { } found)
            return found;
        foreach (var (segment, next) in place.Patterns)
        {
            // Decoded again after each step, because the room for it is shared.
            if (segment.Fits(path.Plain(depth, _scratch), ignoresCase) && From(next, depth + 1) is { } other)
                return other;
        }

        return null;
    }

    // What is stated of a GET holds for its headers alone.
    private readonly DocumentedOperation? OperationAt(DocumentedPaths.Position place) =>
        place.Operations.GetValueOrDefault(method) ?? (method == "HEAD" ? place.Operations.GetValueOrDefault("GET") : null);
}
