using Engine.Enrichment.State;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Endpoint of a call. Typed segments become placeholders at once; words stay words until they turn out to be names. Only what the server
/// accepts teaches: refusals come for every path a scanner tries, and redirects to a log-in page too.
/// </summary>
/// <remarks>Single-threaded. A path of known positions costs no allocation.</remarks>
internal sealed class PathTemplates(PathOptions options, Ledger ledger)
{
    public const string NoService = "-";
    public const string OtherServices = "-other-";

    private readonly Dictionary<string, ServiceEndpoints> _byName = new(StringComparer.Ordinal);
    private readonly List<ServiceEndpoints> _services = [];
    private readonly Allowance _hosts = new(options.Services, ledger, PartKey.NoService);
    private readonly SlugMerge _merge = new(options);
    private readonly PathObjects _objects = new();
    private readonly char[] _scratch = new char[PathText.LongestDecoded];
    private EndpointTable? _table;

    /// <summary>Objects that the last path named.</summary>
    public PathObjects Objects => _objects;

    /// <summary>Calls that found no room for a template of their own.</summary>
    public long Overflowed { get; private set; }

    public string Version => _merge.Version;

    /// <summary>Number of <see cref="Version"/>.</summary>
    public int VersionNumber => _merge.Number;

    public int ServiceCount => _services.Count;

    /// <param name="call">The call.</param>
    /// <param name="source">Hash of the client address: what one source teaches is limited.</param>
    public LearnedEndpoint Find(ApiEvent call, ulong source)
    {
        var isAccepted = call.BlockedBy is null && call.Status is (>= 200 and <= 299) or 304 or 101;
        // A mirror of requests sees no answers: its words are kept (within the bounds), but confirm nothing.
        var learns = isAccepted || call.Status is null;
        var service = Service(call, learns, source);
        var method = call.Method;
        var root = service.Root(ref method);
        var walk = new PathWalk(service, method, call.Path, source, learns && PathText.IsClean(call.Path, _scratch), _merge, _objects);
        var node = walk.To(root, _scratch);
        if (call.Route is { Length: > 0 } route && service.Route(method, route, source) is { } reported)
            return reported;
        if (walk.IsCrowded)
            Overflowed++;
        if (node is null)
            return service.Overflow;
        var endpoint = node.Endpoint ??= service.Create(method, node.Template());
        if (isAccepted && walk.Confirms)
            endpoint.Confirm();
        return endpoint;
    }

    /// <summary>What is known now. To be called between calls, on the thread that enriches; the answer may go anywhere.</summary>
    public EndpointTable Table()
    {
        var known = new List<Endpoint>();
        foreach (var service in _services)
        {
            foreach (var endpoint in service.Endpoints)
            {
                if (endpoint.IsKnown && ReferenceEquals(endpoint, endpoint.Current))
                    known.Add(endpoint.Endpoint);
            }
        }

        if (_table is null || _table.Version != Version || _table.Endpoints.Count != known.Count)
            _table = new EndpointTable(Version, [.. known], [.. _merge.Moves]);
        return _table;
    }

    /// <summary>What the services themselves are taken from.</summary>
    public Allowance Hosts => _hosts;

    /// <returns>Null where there is none.</returns>
    public ServiceEndpoints? At(int service) => service >= 0 && service < _services.Count ? _services[service] : null;

    /// <summary>Takes over a service: they come in their order.</summary>
    public void Restore(in ServiceEndpoints.Snapshot saved) => Add(saved.Name).Restore(saved);

    /// <summary>Takes over what has become what.</summary>
    public void Restore(int version, EndpointMove[] moves) => _merge.Restore(version, moves);

    private ServiceEndpoints Service(ApiEvent call, bool isAccepted, ulong source)
    {
        var isHost = call.Host is { Length: > 0 };
        var name = isHost ? call.Host! : call.Hop?.Callee is { Length: > 0 } callee ? callee : NoService;
        if (_byName.TryGetValue(name, out var service))
            return service;
        // A host is the client's word until the server has accepted a call for it. A callee is the gateway's word.
        if (name != NoService && !((isAccepted || !isHost) && _hosts.TryTake(source)))
        {
            if (isAccepted)
                Overflowed++;
            name = OtherServices;
            if (_byName.TryGetValue(name, out service))
                return service;
        }

        service = Add(name);
        ledger.Add(service);
        return service;
    }

    private ServiceEndpoints Add(string name)
    {
        var service = new ServiceEndpoints(_services.Count, name, options, ledger);
        RestoredTemplates.Require(_byName.TryAdd(name, service), "two services are one");
        _services.Add(service);
        return service;
    }
}
