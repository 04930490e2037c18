using System.ComponentModel.DataAnnotations;

namespace Engine.Enrichment.Documents;

/// <summary>An API document: its operations are endpoints, whatever the traffic shows, and what is not in it is a shadow.</summary>
public sealed record DocumentOptions
{
    /// <summary>OpenAPI 3.0 or 3.1, JSON or YAML, at most 32 MiB.</summary>
    /// <example>/etc/engine/shop-api.yaml</example>
    [MinLength(1, ErrorMessage = "names no file")]
    public required string File { get; init; }

    /// <summary>
    /// Hosts that serve it, `*.example.com` for all below one. Default: those of the document's servers; where it names none, or only this
    /// machine, every host.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Path before all paths of the document, where a gateway adds or takes away one. Default: that of the document's servers.</summary>
    [RegularExpression("^/.*$", ErrorMessage = "does not begin with '/'")]
    public string? BasePath { get; init; }
}
