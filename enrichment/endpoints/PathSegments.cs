using System.Runtime.CompilerServices;

namespace Engine.Enrichment.Endpoints;

/// <summary>Where the segments of a path are.</summary>
internal struct PathSegments
{
    private Places _starts, _lengths;
    private string _path;

    public int Count { get; private set; }

    /// <returns>False: the path is deeper than those of an API.</returns>
    public static bool TrySplit(string path, out PathSegments segments)
    {
        segments = new PathSegments { _path = path };
        var position = PathText.Start(path);
        while (PathText.Next(path, ref position, out var start, out var length))
        {
            if (segments.Count == PathWalk.Deepest)
                return false;
            segments._starts[segments.Count] = start;
            segments._lengths[segments.Count++] = length;
        }

        return true;
    }

    public readonly int Start(int segment) => _starts[segment];

    public readonly int Length(int segment) => _lengths[segment];

    /// <summary>Decoded; valid until the room is used again.</summary>
    public readonly ReadOnlySpan<char> Plain(int segment, Span<char> scratch) =>
        PathText.Plain(_path.AsSpan(_starts[segment], _lengths[segment]), scratch, out _);

    [InlineArray(PathWalk.Deepest)]
    private struct Places
    {
        private int _first;
    }
}
