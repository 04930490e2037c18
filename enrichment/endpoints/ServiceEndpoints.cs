using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>What is known about one service's endpoints, with its own bounds: one service's flood does not cost another its templates.</summary>
/// <param name="number">Its place among the services.</param>
/// <param name="name">Host, or what stands for it.</param>
/// <param name="options">Its bounds.</param>
/// <param name="ledger">Where its parts are saved.</param>
internal sealed class ServiceEndpoints(int number, string name, PathOptions options, Ledger ledger) : Saved(ledger)
{
    /// <summary>Stands for every method beyond the bound.</summary>
    private const string OtherMethod = "*";

    private const int MostMethods = 24;

    private readonly Dictionary<string, PathNode> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Method, string Route), LearnedEndpoint> _routes = [];
    private readonly List<LearnedEndpoint> _endpoints = [];
    private LearnedEndpoint? _overflow;
    private int _shapes;
    private ulong _lastPosition;

    public int Number { get; } = number;
    public string Name { get; } = name;
    public Ledger Ledger { get; } = ledger;
    public Allowance Positions { get; } = new(options.PositionsPerService, ledger, number);

    /// <summary>In the order of their first call; those that moved included.</summary>
    public IReadOnlyList<LearnedEndpoint> Endpoints => _endpoints;

    /// <summary>Tree of a method's paths. Methods are words of the client, so unknown ones share a tree.</summary>
    public PathNode Root(ref string method)
    {
        if (_methods.TryGetValue(method, out var root))
            return root;
        if (_methods.Count >= MostMethods || !IsRegistered(method))
            method = OtherMethod;
        if (!_methods.TryGetValue(method, out root))
            _methods.Add(method, root = NewPosition(method, SegmentKind.Literal, null, 0));
        return root;
    }

    public PathNode NewPosition(string text, SegmentKind kind, PathNode? parent, ulong source)
    {
        var position = new PathNode(this, ++_lastPosition, text, kind, parent, source);
        Ledger.Add(position);
        return position;
    }

    public bool TryTakeShape()
    {
        if (_shapes >= options.ShapesPerService)
            return false;
        Changing();
        _shapes++;
        return true;
    }

    public LearnedEndpoint Create(string method, string template, LearnedEndpoint.Origin origin = LearnedEndpoint.Origin.Path)
    {
        var endpoint = new LearnedEndpoint(this, method, template, origin);
        _endpoints.Add(endpoint);
        Ledger.Add(endpoint);
        return endpoint;
    }

    /// <summary>The endpoint of everything that the bounds leave no room for.</summary>
    public LearnedEndpoint Overflow => _overflow ??= Create(OtherMethod, "/" + Segments.Placeholder(SegmentKind.Rest), LearnedEndpoint.Origin.Overflow);

    /// <summary>Endpoint of a template that the gateway reported; null where there are too many.</summary>
    public LearnedEndpoint? Route(string method, string route, ulong source)
    {
        if (_routes.TryGetValue((method, route), out var known))
            return known;
        if (!IsRegistered(method))
            return null;
        if (!Positions.TryTake(source))
            return null;
        known = Create(method, route, LearnedEndpoint.Origin.Route);
        _routes.Add((method, route), known);
        return known;
    }

    /// <summary>Takes over the service's own part.</summary>
    public void Restore(in Snapshot saved)
    {
        _shapes = saved.Shapes;
        Ledger.Hold(this);
    }

    /// <summary>Takes over an endpoint: they come in their order.</summary>
    public void Restore(in LearnedEndpoint.Snapshot saved)
    {
        var endpoint = new LearnedEndpoint(this, saved);
        _endpoints.Add(endpoint);
        Ledger.Hold(endpoint);
        if (saved.From == LearnedEndpoint.Origin.Overflow)
            _overflow = endpoint;
        else if (saved.From == LearnedEndpoint.Origin.Route)
            RestoredTemplates.Require(_routes.TryAdd((saved.Method, saved.Template), endpoint), "two routes are one");
    }

    /// <summary>Takes over a position whose parent is there; its own children follow.</summary>
    public PathNode Restore(ulong position, in PathNode.Snapshot saved, PathNode? parent)
    {
        var node = new PathNode(this, position, saved.Text, saved.Kind, parent, saved.FirstSource);
        Ledger.Hold(node);
        _lastPosition = position;
        if (parent is not null)
            parent.Attach(node);
        else
            RestoredTemplates.Require(_methods.TryAdd(saved.Text, node), "two methods are one");
        return node;
    }

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Service, Number, 0).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(Name);
        writer.Write(_shapes);
    }

    public static Snapshot Load(ref MessagePackReader reader) => new(reader.ReadString() ?? "", reader.ReadInt32());

    /// <summary>As it was saved.</summary>
    internal readonly record struct Snapshot(string Name, int Shapes);

    /// <summary>RFC 9110, PATCH (RFC 5789), QUERY, WebDAV (RFC 4918).</summary>
    private static bool IsRegistered(string method) => method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" or "QUERY"
        or "CONNECT" or "TRACE" or "PROPFIND" or "PROPPATCH" or "MKCOL" or "COPY" or "MOVE" or "LOCK" or "UNLOCK" or "REPORT" or "SEARCH" or "PURGE";
}
