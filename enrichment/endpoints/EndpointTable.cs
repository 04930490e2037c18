using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>The endpoints known at one moment: immutable, so that it can be handed to other threads, stored and compared.</summary>
public sealed class EndpointTable
{
    private readonly Dictionary<ulong, Endpoint> _successors = [];

    internal EndpointTable(string version, Endpoint[] endpoints, EndpointMove[] moves)
    {
        Version = version;
        Array.Sort(endpoints, Compare);
        Endpoints = endpoints;
        Moves = moves;
        foreach (var move in moves)
            _successors[move.From.Id] = move.To;
    }

    /// <summary>Rises with every change of templates, not with every new endpoint: <c>paths-3</c>. Part of a verdict's knowledge version.</summary>
    public string Version { get; }

    /// <summary>Endpoints that a server has shown to know, by service, template and method.</summary>
    public IReadOnlyList<Endpoint> Endpoints { get; }

    /// <summary>Every old → new since the start, in the order in which they happened; one endpoint can move more than once.</summary>
    public IReadOnlyList<EndpointMove> Moves { get; }

    /// <summary>The endpoint that holds today what <paramref name="endpoint"/> held.</summary>
    public Endpoint Follow(Endpoint endpoint)
    {
        // A template never comes back after it was merged, so the chain ends; its length is bounded by the depth of a path.
        while (_successors.TryGetValue(endpoint.Id, out var next))
            endpoint = next;
        return endpoint;
    }

    private static int Compare(Endpoint left, Endpoint right)
    {
        var order = string.CompareOrdinal(left.Service, right.Service);
        if (order == 0)
            order = string.CompareOrdinal(left.Template, right.Template);
        return order != 0 ? order : string.CompareOrdinal(left.Method, right.Method);
    }
}
