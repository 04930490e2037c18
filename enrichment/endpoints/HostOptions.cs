using System.ComponentModel.DataAnnotations;

namespace Engine.Enrichment.Endpoints;

/// <summary>Hosts that are one service: its endpoints are learned together.</summary>
public sealed record HostOptions
{
    /// <summary>What the service is called in endpoints.</summary>
    /// <example>shop</example>
    [MinLength(1, ErrorMessage = "is empty")]
    public required string Name { get; init; }

    /// <summary>Its hosts; `*.example.com` for all below one.</summary>
    /// <example>["*.shop.example.com"]</example>
    [MinLength(1, ErrorMessage = "names no host")]
    public required IReadOnlyList<string> Hosts { get; init; }
}
