using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// One position of a service's paths: the words met there, one parameter for all values, and shapes of what the server has not confirmed.
/// </summary>
internal sealed class PathNode(ServiceEndpoints service, ulong number, string text, SegmentKind kind, PathRank rank, PathNode? parent, ulong firstSource)
    : Saved(service.Ledger)
{
    private LearnedEndpoint[] _endpoints = [];
    private Dictionary<string, PathNode>? _literals;
    private Dictionary<string, PathNode>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private List<PathNode>? _inOrder;
    private List<PathNode>? _shapes;

    /// <summary>Rises in the order in which the positions of the service are made, so a parent's is lower than its children's.</summary>
    public ulong Number { get; } = number;
    public ServiceEndpoints Service { get; } = service;

    /// <summary>The word, or the placeholder.</summary>
    public string Text { get; } = text;
    public SegmentKind Kind { get; } = kind;
    public PathRank Rank { get; private set; } = rank;
    public PathNode? Parent { get; } = parent;

    /// <summary>Hash of the client address whose accepted call taught it.</summary>
    public ulong FirstSource { get; } = firstSource;

    /// <summary>A one-time secret may follow.</summary>
    public bool AnnouncesSecret { get; } = SecretWords.Announces(text);

    /// <summary>Accepted calls that passed here.</summary>
    public int Visits { get; private set; }

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

    /// <summary>Who brought so many words that it may bring no more; 0 for nobody.</summary>
    public ulong HeldSource { get; private set; }

    /// <summary>Words below, in the order of their first call.</summary>
    public IReadOnlyList<PathNode> Literals => _inOrder ?? [];

    /// <summary>The child that stands for all values here; null while none was accepted.</summary>
    public PathNode? Parameter { get; private set; }

    public IReadOnlyList<PathNode> Shapes => _shapes ?? [];

    /// <summary>What values a parameter has had.</summary>
    public ValueKinds Values { get; private set; }

    /// <summary>Endpoints of the paths that end here, one for each method.</summary>
    public ReadOnlySpan<LearnedEndpoint> Endpoints => _endpoints;

    /// <summary>The words here are names: new ones are values of the parameter.</summary>
    public bool HasNames => Parameter is { Values.HoldsNames: true };

    public void Visit()
    {
        Changing();
        if (Visits < int.MaxValue)
            Visits++;
    }

    public void SeeValue(SegmentKind kind, int length)
    {
        var seen = Values.With(kind, length);
        if (seen == Values)
            return;
        Changing();
        Values = seen;
    }

    public void Hold(ulong source)
    {
        if (HeldSource == source)
            return;
        Changing();
        HeldSource = source;
    }

    /// <summary>From now on words are values.</summary>
    public void HoldNames()
    {
        Changing();
        Values = Values with { HoldsNames = true };
    }

    public void AddEndpoint(LearnedEndpoint endpoint)
    {
        Changing();
        _endpoints = [.. _endpoints, endpoint];
    }

    public LearnedEndpoint? EndpointOf(string method)
    {
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Endpoint.Method == method)
                return endpoint;
        }

        return null;
    }

    public PathNode? Literal(ReadOnlySpan<char> word) => _literals is not null && _bySpan.TryGetValue(word, out var child) ? child : null;

    public PathNode? Shape(SegmentKind kind)
    {
        foreach (var shape in Shapes)
        {
            if (shape.Kind == kind)
                return shape;
        }

        return null;
    }

    public PathNode AddLiteral(string word, ulong source) => Add(word, SegmentKind.Literal, PathRank.Word, source);

    public PathNode AddShape(SegmentKind kind, ulong source) => Add(Segments.Placeholder(kind), kind, PathRank.Shape, source);

    /// <summary>The parameter, named for the first kind of value that was accepted.</summary>
    public PathNode AddParameter(SegmentKind kind, ulong source) => Add(Segments.Placeholder(kind), kind, PathRank.Parameter, source);

    /// <summary>A value of this shape was accepted where there is no parameter yet: it is one.</summary>
    public void Promote(PathNode shape)
    {
        Detach(shape);
        shape.Changing();
        shape.Rank = PathRank.Parameter;
        Attach(shape);
    }

    /// <summary>Puts a child in its place.</summary>
    /// <exception cref="InvalidDataException">The place is taken, which happens to saved ones only.</exception>
    public void Attach(PathNode child)
    {
        switch (child.Rank)
        {
            case PathRank.Word:
                AttachWord(child);
                break;
            case PathRank.Parameter:
                RestoredTemplates.Require(Parameter is null, "two parameters are one");
                Parameter = child;
                break;
            default:
                RestoredTemplates.Require(Shape(child.Kind) is null, "two shapes are one");
                (_shapes ??= new List<PathNode>(1)).Add(child);
                break;
        }
    }

    /// <summary>Takes over what was saved beside the place in the tree; the children are there.</summary>
    public void Restore(in SavedNode saved, LearnedEndpoint[] endpoints)
    {
        Visits = saved.Visits;
        NextCheck = saved.NextCheck;
        HeldSource = saved.HeldSource;
        Values = saved.Values;
        _endpoints = endpoints;
    }

    /// <summary>Takes a child out that became part of another.</summary>
    public void Detach(PathNode child)
    {
        if (child.Rank == PathRank.Word)
        {
            _inOrder?.Remove(child);
            _literals?.Remove(child.Text);
        }
        else
        {
            _shapes?.Remove(child);
        }
    }

    /// <summary>Visits and values of a position that became part of this one.</summary>
    public void Inherit(PathNode part)
    {
        Changing();
        Visits = (int)Math.Min(int.MaxValue, (long)Visits + part.Visits);
        if (Rank == PathRank.Parameter)
            Values = part.Rank == PathRank.Parameter ? Values.With(part.Values) : Values.With(part.Kind, part.Text.Length);
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

    protected override void Save(ref MessagePackWriter writer) => SavedNode.Save(ref writer, this);

    private PathNode Add(string text, SegmentKind kind, PathRank rank, ulong source)
    {
        var child = Service.NewPosition(text, kind, rank, this, source);
        Attach(child);
        return child;
    }

    private void AttachWord(PathNode child)
    {
        if (_literals is null || _inOrder is null)
        {
            // No API tells words by their case alone, and some servers do not tell them apart.
            _literals = new Dictionary<string, PathNode>(StringComparer.OrdinalIgnoreCase);
            _bySpan = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
            _inOrder = [];
        }

        RestoredTemplates.Require(_literals.TryAdd(child.Text, child), "two positions are one");
        _inOrder.Add(child);
    }
}
