using Microsoft.OpenApi;

namespace Engine.App.Documents;

/// <summary>What the servers of a document say: hosts, and the path before all paths.</summary>
internal static class ServerAddress
{
    private const int MostServers = 16;

    /// <summary>Every host where none is named, or only this machine: then the document was written for a test.</summary>
    public static IReadOnlyList<string> Hosts(IList<OpenApiServer>? servers)
    {
        var hosts = Addresses(servers).Where(address => !address.IsLoopback && address.Host != s_nowhere.Host)
            .Select(address => address.Host).Distinct().ToList();
        return hosts.Count > 0 ? hosts : ["*"];
    }

    public static IReadOnlyList<string> BasePaths(IList<OpenApiServer>? servers)
    {
        var paths = Addresses(servers).Select(address => address.AbsolutePath.TrimEnd('/')).Distinct().ToList();
        return paths.Count > 0 ? paths : [""];
    }

    /// <summary>Before what is relative; no host is called so (RFC 2606).</summary>
    private static readonly Uri s_nowhere = new("http://relative.invalid");

    private static IEnumerable<Uri> Addresses(IList<OpenApiServer>? servers)
    {
        foreach (var server in (servers ?? []).Take(MostServers))
        {
            var url = server.Url ?? "";
            foreach (var (name, variable) in server.Variables ?? new Dictionary<string, OpenApiServerVariable>())
                url = url.Replace($"{{{name}}}", variable.Default ?? "", StringComparison.Ordinal);
            if (Uri.TryCreate(s_nowhere, url, out var address))
                yield return address;
        }
    }
}
