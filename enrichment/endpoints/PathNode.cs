namespace Engine.Enrichment.Endpoints;

/// <summary>One position of the paths of a service and method: the words met there, and typed children.</summary>
internal sealed class PathNode(string text, SegmentKind kind, PathNode? parent, ulong firstSource)
{
    private Dictionary<string, PathNode>? _literals;
    private Dictionary<string, PathNode>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private List<PathNode>? _inOrder;
    private PathNode?[]? _typed;

    /// <summary>The word, or the placeholder; empty for the root.</summary>
    public string Text { get; } = text;
    public SegmentKind Kind { get; } = kind;
    public PathNode? Parent { get; } = parent;

    /// <summary>Hash of the client address whose accepted call taught it.</summary>
    public ulong FirstSource { get; } = firstSource;

    /// <summary>A one-time secret may follow.</summary>
    public bool AnnouncesSecret { get; } = SecretWords.Announces(text);

    /// <summary>Accepted calls that passed here.</summary>
    public int Visits { get; private set; }

    /// <summary>The endpoint of the paths that end here; null where none did.</summary>
    public LearnedEndpoint? Endpoint { get; set; }

    /// <summary>Number of words at which it is next asked whether they are names.</summary>
    public int NextCheck { get; set; }

    /// <summary>Words below, in the order of their first call.</summary>
    public IReadOnlyList<PathNode> Literals => _inOrder ?? [];

    public IEnumerable<PathNode> TypedChildren
    {
        get
        {
            foreach (var child in _typed ?? [])
            {
                if (child is not null)
                    yield return child;
            }
        }
    }

    /// <summary>The child that its names became; null while it has words only. A single over-long word has a slug beside the words.</summary>
    public PathNode? Names { get; private set; }

    public PathNode MergeNames() => Names = AddTyped(SegmentKind.Slug, FirstSource);

    public void Visit()
    {
        if (Visits < int.MaxValue)
            Visits++;
    }

    public PathNode? Literal(ReadOnlySpan<char> word) => _literals is not null && _bySpan.TryGetValue(word, out var child) ? child : null;

    public PathNode? Typed(SegmentKind kind) => _typed?[(int)kind];

    public PathNode AddLiteral(string word, ulong source)
    {
        if (_literals is null || _inOrder is null)
        {
            _literals = new Dictionary<string, PathNode>(StringComparer.Ordinal);
            _bySpan = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
            _inOrder = [];
        }

        var child = new PathNode(word, SegmentKind.Literal, this, source);
        _literals.Add(word, child);
        _inOrder.Add(child);
        return child;
    }

    public PathNode AddTyped(SegmentKind kind, ulong source)
    {
        _typed ??= new PathNode?[Segments.KindCount];
        return _typed[(int)kind] ??= new PathNode(Segments.Placeholder(kind), kind, this, source);
    }

    /// <summary>Takes the words out that turned out to be names, and gives them back.</summary>
    public List<PathNode> RemoveLiterals(Predicate<PathNode> isName)
    {
        var removed = new List<PathNode>();
        foreach (var child in Literals)
        {
            if (isName(child))
                removed.Add(child);
        }

        _inOrder?.RemoveAll(isName);
        foreach (var child in removed)
            _literals!.Remove(child.Text);
        return removed;
    }

    /// <summary>Visits of a position that became part of this one.</summary>
    public void Inherit(int visits) => Visits = (int)Math.Min(int.MaxValue, (long)Visits + visits);

    /// <summary>The template of the paths that end here.</summary>
    public string Template()
    {
        if (Parent is null)
            return "/";
        var parts = new List<string>();
        for (var node = this; node.Parent is not null; node = node.Parent)
            parts.Add(node.Text);
        parts.Reverse();
        return "/" + string.Join('/', parts);
    }
}
