using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What is known about one service's endpoints, with its own bounds: one service's flood does not cost another its templates.</summary>
internal sealed class ServiceEndpoints(string name, PathOptions options)
{
    /// <summary>Stands for every method beyond the bound.</summary>
    private const string OtherMethod = "*";

    private const int MostMethods = 24;

    private readonly Dictionary<string, PathNode> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Method, string Route), LearnedEndpoint> _routes = [];
    private readonly List<LearnedEndpoint> _endpoints = [];
    private LearnedEndpoint? _overflow;
    private int _shapes;

    public string Name { get; } = name;
    public Allowance Positions { get; } = new(options.PositionsPerService);

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
            _methods.Add(method, root = new PathNode("", SegmentKind.Literal, null, 0));
        return root;
    }

    public bool TryTakeShape() => _shapes < options.ShapesPerService && ++_shapes > 0;

    public LearnedEndpoint Create(string method, string template, bool isKnown = false)
    {
        var endpoint = new LearnedEndpoint(new Endpoint(Name, method, template), isKnown);
        _endpoints.Add(endpoint);
        return endpoint;
    }

    /// <summary>The endpoint of everything that the bounds leave no room for.</summary>
    public LearnedEndpoint Overflow => _overflow ??= Create(OtherMethod, "/" + Segments.Placeholder(SegmentKind.Rest));

    /// <summary>Endpoint of a template that the gateway reported; null where there are too many.</summary>
    public LearnedEndpoint? Route(string method, string route, ulong source)
    {
        if (_routes.TryGetValue((method, route), out var known))
            return known;
        if (!IsRegistered(method))
            return null;
        if (!Positions.TryTake(source))
            return null;
        known = Create(method, route, isKnown: true);
        _routes.Add((method, route), known);
        return known;
    }

    /// <summary>RFC 9110, PATCH (RFC 5789), QUERY, WebDAV (RFC 4918).</summary>
    private static bool IsRegistered(string method) => method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" or "QUERY"
        or "CONNECT" or "TRACE" or "PROPFIND" or "PROPPATCH" or "MKCOL" or "COPY" or "MOVE" or "LOCK" or "UNLOCK" or "REPORT" or "SEARCH" or "PURGE";
}
