using Engine.Enrichment.Documents;
using Engine.Enrichment.State;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>The services told apart: by host, or by what the gateway calls them.</summary>
internal sealed class ServiceTable(PathOptions options, RoleRules roles, DocumentedServices documents, Ledger ledger)
{
    public const string NoService = "-";
    public const string OtherServices = "-other-";

    private readonly Dictionary<string, ServiceEndpoints> _byName = new(StringComparer.Ordinal);
    private readonly List<ServiceEndpoints> _services = [];
    private readonly HostNames _hosts = new(options.Hosts);

    public IReadOnlyList<ServiceEndpoints> All => _services;

    /// <summary>What the services themselves are taken from.</summary>
    public Allowance Room { get; } = new(options.Services, ledger, PartKey.NoService);

    /// <summary>Calls whose host found no room.</summary>
    public long Overflowed { get; private set; }

    /// <summary>Endpoints that servers have shown to know, by service.</summary>
    public IEnumerable<LearnedEndpoint> Known
    {
        get
        {
            foreach (var service in _services)
            {
                foreach (var endpoint in service.Endpoints)
                {
                    if (endpoint.IsKnown && endpoint.Successor is null)
                        yield return endpoint;
                }
            }
        }
    }

    public ServiceEndpoints Of(ApiEvent call, CallOutcome outcome, ulong source)
    {
        var isHost = call.Host is { Length: > 0 };
        var name = isHost ? _hosts.ServiceOf(call.Host!) : call.Hop?.Callee is { Length: > 0 } callee ? callee : NoService;
        if (_byName.TryGetValue(name, out var service))
            return service;
        // A host is the client's word until the server has accepted a call for it. A callee is the gateway's word, and some are the operator's.
        var isAccepted = outcome <= CallOutcome.Unseen;
        var isNamed = documents.Names(name) || (isHost && name != call.Host);
        if (name != NoService && !isNamed && !((isAccepted || !isHost) && Room.TryTake(source)))
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

    /// <returns>Null where there is none.</returns>
    public ServiceEndpoints? At(int service) => service >= 0 && service < _services.Count ? _services[service] : null;

    /// <summary>Takes over a service: they come in their order.</summary>
    public void Restore(in ServiceEndpoints.Snapshot saved) => Add(saved.Name).Restore(saved);

    private ServiceEndpoints Add(string name)
    {
        var service = new ServiceEndpoints(_services.Count, name, options, roles, documents.Of(name), ledger);
        RestoredTemplates.Require(_byName.TryAdd(name, service), "two services are one");
        _services.Add(service);
        return service;
    }
}
