using Engine.Enrichment.Documents;
using Engine.Enrichment.Operations;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>Endpoints that need not be learned, because somebody says what they are: a document, the call itself, the gateway.</summary>
internal sealed class NamedEndpoints(PathMerge merge, PathObjects objects, char[] scratch)
{
    /// <summary>Routes whose patterns are remembered, and the longest path that an operation is named by.</summary>
    private const int MostRoutes = 10_000, LongestPath = 128;

    private readonly Dictionary<string, PathPattern?> _routes = new(StringComparer.Ordinal);

    /// <param name="call">The call; nothing odd is in its path.</param>
    /// <param name="service">Whose.</param>
    /// <param name="method">As it stands in an endpoint.</param>
    /// <param name="outcome">What its answer says; corrected where HTTP says yes to everything.</param>
    /// <param name="source">Who called.</param>
    /// <returns>Null where nobody says.</returns>
    public LearnedEndpoint? Find(ApiEvent call, ServiceEndpoints service, string method, ref CallOutcome outcome, ulong source)
    {
        if (GraphQlCall.Is(call.Path))
            return GraphQl(call, service, method, outcome, source);
        if (GrpcCall.Is(call))
            return Grpc(call, service, ref outcome, source);
        var hasRoute = call.Route is { Length: > 0 };
        if ((service.Documents is null && !hasRoute) || !PathSegments.TrySplit(call.Path, out var segments))
            return null;
        if (service.Documents?.Find(segments, method, outcome != CallOutcome.NotFound, scratch) is { Path: { } path } operation)
        {
            path.Name(segments, objects, scratch);
            return service.Documented(operation, path, method);
        }

        return hasRoute && PatternOf(call.Route!) is { } pattern && pattern.Fits(segments, scratch) ? Route(pattern, segments, service, method, source) : null;
    }

    /// <summary>What was learned of operations before a document stated them lives on in them.</summary>
    public void Claim(ServiceEndpoints service)
    {
        if (service.Documents is null)
            return;
        foreach (var endpoint in service.Endpoints.ToArray())
        {
            if (endpoint.From != EndpointOrigin.Path || endpoint.Successor is not null || !PathSegments.TrySplit(endpoint.Endpoint.Template, out var segments))
                continue;
            if (service.Documents.Find(segments, endpoint.Endpoint.Method, ignoresCase: true, scratch) is { Path: { } path } operation)
                merge.Claim(endpoint, service.Documented(operation, path, endpoint.Endpoint.Method));
        }
    }

    private LearnedEndpoint? Route(PathPattern pattern, in PathSegments segments, ServiceEndpoints service, string method, ulong source)
    {
        var before = service.Endpoints.Count;
        if (service.Named(method, pattern.Template, EndpointOrigin.Route, learns: true, source) is not { } route)
            return null;
        pattern.Name(segments, objects, scratch);
        if (service.Endpoints.Count > before)
            Claim(route, pattern, service);
        return route;
    }

    /// <summary>A route is told of for the first time: what was learned without it lives on in it.</summary>
    private void Claim(LearnedEndpoint route, PathPattern pattern, ServiceEndpoints service)
    {
        foreach (var endpoint in service.Endpoints.ToArray())
        {
            if (endpoint.From == EndpointOrigin.Path && endpoint.Successor is null && endpoint.Endpoint.Method == route.Endpoint.Method
                && PathSegments.TrySplit(endpoint.Endpoint.Template, out var learned) && pattern.Fits(learned, scratch))
                merge.Claim(endpoint, route);
        }
    }

    private LearnedEndpoint? GraphQl(ApiEvent call, ServiceEndpoints service, string method, CallOutcome outcome, ulong source)
    {
        if (call.Path.Length > LongestPath || GraphQlCall.Describe(call) is not { } described)
            return null;
        objects.Clear();
        var endpoint = service.Named(method, $"{call.Path.TrimEnd('/')}#{described}", EndpointOrigin.Operation, outcome == CallOutcome.Accepted, source);
        if (outcome != CallOutcome.Accepted)
            return endpoint;
        if (call.ResponseBody is { Length: > 0 } answer)
        {
            if (GraphQlCall.IsAnswered(answer))
                endpoint?.Confirm();
        }
        else
        {
            endpoint?.Witness(source);
        }

        return endpoint;
    }

    private LearnedEndpoint? Grpc(ApiEvent call, ServiceEndpoints service, ref CallOutcome outcome, ulong source)
    {
        var isKnown = GrpcCall.Knows(call);
        if (outcome == CallOutcome.Accepted && isKnown == false)
            outcome = CallOutcome.NotFound;
        if (outcome != CallOutcome.Accepted)
            return service.Find(call.Method, call.Path);
        objects.Clear();
        var endpoint = service.Named(call.Method, call.Path, EndpointOrigin.Operation, learns: true, source);
        if (isKnown == true)
            endpoint?.Confirm();
        else
            endpoint?.Witness(source);
        return endpoint;
    }

    private PathPattern? PatternOf(string route)
    {
        if (_routes.TryGetValue(route, out var pattern))
            return pattern;
        pattern = PathPattern.TryParse(route);
        if (_routes.Count < MostRoutes)
            _routes.Add(route, pattern);
        return pattern;
    }
}
