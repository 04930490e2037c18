using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>One position of the paths of a service and method: the words met there, and typed children.</summary>
internal sealed class PathNode(ServiceEndpoints service, ulong number, string text, SegmentKind kind, PathNode? parent, ulong firstSource)
    : Saved(service.Ledger)
{
    private Dictionary<string, PathNode>? _literals;
    private Dictionary<string, PathNode>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private List<PathNode>? _inOrder;
    private PathNode?[]? _typed;

    /// <summary>Rises in the order in which the positions of the service are made, so a parent's is lower than its children's.</summary>
    public ulong Number { get; } = number;
    public ServiceEndpoints Service { get; } = service;

    /// <summary>The word, or the placeholder; the method for the root.</summary>
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
    public LearnedEndpoint? Endpoint
    {
        get;
        set
        {
            Changing();
            field = value;
        }
    }

    /// <summary>Number of words at which it is next asked whether they are names.</summary>
    public int NextCheck
    {
        get;
        set
        {
            Changing();
            field = value;
        }
    }

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

    public PathNode MergeNames()
    {
        Changing();
        return Names = AddTyped(SegmentKind.Slug, FirstSource);
    }

    public void Visit()
    {
        Changing();
        if (Visits < int.MaxValue)
            Visits++;
    }

    public PathNode? Literal(ReadOnlySpan<char> word) => _literals is not null && _bySpan.TryGetValue(word, out var child) ? child : null;

    public PathNode? Typed(SegmentKind kind) => _typed?[(int)kind];

    public PathNode AddLiteral(string word, ulong source)
    {
        var child = Service.NewPosition(word, SegmentKind.Literal, this, source);
        Attach(child);
        return child;
    }

    public PathNode AddTyped(SegmentKind kind, ulong source)
    {
        if (Typed(kind) is { } known)
            return known;
        var child = Service.NewPosition(Segments.Placeholder(kind), kind, this, source);
        Attach(child);
        return child;
    }

    /// <summary>Puts a child in its place.</summary>
    /// <exception cref="InvalidDataException">The place is taken, which happens to saved ones only.</exception>
    public void Attach(PathNode child)
    {
        if (child.Kind != SegmentKind.Literal)
        {
            _typed ??= new PathNode?[Segments.KindCount];
            RestoredTemplates.Require(_typed[(int)child.Kind] is null, "two positions are one");
            _typed[(int)child.Kind] = child;
            return;
        }

        if (_literals is null || _inOrder is null)
        {
            _literals = new Dictionary<string, PathNode>(StringComparer.Ordinal);
            _bySpan = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
            _inOrder = [];
        }

        RestoredTemplates.Require(_literals.TryAdd(child.Text, child), "two positions are one");
        _inOrder.Add(child);
    }

    /// <summary>Takes over what was saved beside the place in the tree; the children are there.</summary>
    public void Restore(in Snapshot saved, LearnedEndpoint? endpoint)
    {
        Visits = saved.Visits;
        NextCheck = saved.NextCheck;
        Endpoint = endpoint;
        Names = saved.HasNames ? Typed(SegmentKind.Slug) : null;
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
    public void Inherit(int visits)
    {
        Changing();
        Visits = (int)Math.Min(int.MaxValue, (long)Visits + visits);
    }

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

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Position, Service.Number, Number).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.WriteUInt64(Parent?.Number ?? 0);
        writer.Write(Text);
        writer.Write((int)Kind);
        writer.WriteUInt64(FirstSource);
        writer.Write(Visits);
        writer.Write(NextCheck);
        writer.Write(Endpoint?.Number ?? -1);
        writer.Write(Names is not null);
    }

    public static Snapshot Load(ref MessagePackReader reader) => new(
        reader.ReadUInt64(), reader.ReadString() ?? "", (SegmentKind)reader.ReadInt32(), reader.ReadUInt64(), reader.ReadInt32(), reader.ReadInt32(),
        reader.ReadInt32(), reader.ReadBoolean());

    /// <summary>As it was saved. <paramref name="Parent"/> is 0 for a root, <paramref name="Endpoint"/> -1 where no path ended.</summary>
    internal readonly record struct Snapshot(
        ulong Parent, string Text, SegmentKind Kind, ulong FirstSource, int Visits, int NextCheck, int Endpoint, bool HasNames);
}
