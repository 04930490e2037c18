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

    public void Add(SegmentKind place, SegmentKind kind, int start, int length, bool isSecret = false) =>
        Add(new PathObject(null, place, kind, start, length, isSecret));

    public void Add(string name, SegmentKind kind, int start, int length, bool isSecret) =>
        Add(new PathObject(name, kind, kind, start, length, isSecret));

    private void Add(in PathObject named)
    {
        HoldSecret |= named.IsSecret;
        if (_count < _all.Length)
            _all[_count++] = named;
    }
}
