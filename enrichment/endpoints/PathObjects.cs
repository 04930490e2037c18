namespace Engine.Enrichment.Endpoints;

/// <summary>The objects of one path, in order; used again for the next path.</summary>
internal sealed class PathObjects
{
    private readonly PathObject[] _all = new PathObject[PathWalk.Deepest];
    private int _count;

    public ReadOnlySpan<PathObject> All => _all.AsSpan(0, _count);

    /// <summary>One of them is personal data or a one-time secret.</summary>
    public bool HoldSecret { get; private set; }

    public void Clear()
    {
        _count = 0;
        HoldSecret = false;
    }

    public void Add(SegmentKind kind, int start, int length, bool isSecret = false)
    {
        HoldSecret |= isSecret;
        if (_count < _all.Length)
            _all[_count++] = new PathObject(kind, start, length, isSecret);
    }
}
