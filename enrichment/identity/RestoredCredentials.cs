using Engine.Enrichment.Endpoints;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Identity;

/// <summary>Gathers the saved credentials until the endpoints that accepted them are there.</summary>
internal sealed class RestoredCredentials
{
    private readonly OrderedDictionary<UInt128, CredentialRecord.Snapshot> _records = [];

    /// <exception cref="InvalidDataException">It is no credential.</exception>
    public void Take(in StateEntry entry, CredentialMemory memory)
    {
        var key = memory.Seal.Open(entry.Key.Span);
        if (entry.Value is not { } value)
        {
            _records.Remove(key);
            return;
        }

        var reader = new MessagePackReader(value);
        _records[key] = CredentialRecord.Load(ref reader, memory, key);
    }

    /// <summary>Hands everything over.</summary>
    /// <exception cref="InvalidDataException">What accepted a credential is not known.</exception>
    public void Complete(CredentialMemory memory, PathTemplates templates)
    {
        foreach (var (record, service, endpoint) in _records.Values)
        {
            var acceptedBy = service < 0 ? null : EndpointOf(templates, service, endpoint);
            RestoredTemplates.Require((acceptedBy is null) == (record.AcceptedIn is null) && (record.IsFirm || acceptedBy is not null), "a credential was verified by nothing");
            memory.Restore(record, acceptedBy);
        }
    }

    private static LearnedEndpoint EndpointOf(PathTemplates templates, int service, int endpoint)
    {
        var endpoints = templates.Services.At(service)?.Endpoints ?? [];
        RestoredTemplates.Require(endpoint >= 0 && endpoint < endpoints.Count, "a credential was accepted by no endpoint");
        return endpoints[endpoint];
    }
}
