namespace Engine.Enrichment.Documents;

/// <summary>Which documents state the API of which host.</summary>
internal sealed class DocumentedServices(IReadOnlyList<DocumentedApi> documents)
{
    private readonly (HostPattern Host, IReadOnlyList<DocumentedOperation> Operations)[] _documents =
        [.. documents.SelectMany(document => document.Hosts.Select(host => (new HostPattern(host), document.Operations)))];

    /// <summary>A document is for this very service: there is one, whatever its server answers.</summary>
    public bool Names(string service) => Array.Exists(_documents, document => document.Host.Text.Equals(service, StringComparison.OrdinalIgnoreCase));

    /// <returns>Null where no document speaks of it.</returns>
    public DocumentedPaths? Of(string service)
    {
        DocumentedPaths? paths = null;
        foreach (var (host, operations) in _documents)
        {
            if (!host.Includes(service))
                continue;
            paths ??= new DocumentedPaths();
            foreach (var operation in operations)
                paths.Add(operation);
        }

        return paths;
    }
}
