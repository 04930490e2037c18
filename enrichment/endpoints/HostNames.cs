using Engine.Enrichment.Documents;

namespace Engine.Enrichment.Endpoints;

/// <summary>Hosts that are one service, as where each customer has one of its own.</summary>
internal sealed class HostNames(IReadOnlyList<HostOptions> options)
{
    private readonly (HostPattern Host, string Name)[] _patterns =
        [.. options.SelectMany(service => service.Hosts.Select(host => (new HostPattern(host), service.Name)))];

    public string ServiceOf(string host)
    {
        foreach (var (pattern, name) in _patterns)
        {
            if (pattern.Includes(host))
                return name;
        }

        return host;
    }
}
