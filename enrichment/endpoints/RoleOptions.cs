using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What an endpoint is for, where its name does not tell, or tells something wrong.</summary>
public sealed record RoleOptions
{
    /// <summary>What it is for; other: nothing of these.</summary>
    /// <example>log-in</example>
    public required EndpointRole Role { get; init; }

    /// <summary>Path, with braces for what changes: /v1/teams/{team}/enter. Learned names of parameters do not matter.</summary>
    /// <example>/v1/enter</example>
    [RegularExpression("^/.*$", ErrorMessage = "does not begin with '/'")]
    public required string Path { get; init; }

    /// <summary>Only this method. Default: all.</summary>
    public string? Method { get; init; }

    /// <summary>Only this host, `*.example.com` for all below one. Default: all.</summary>
    public string? Host { get; init; }

    /// <summary>For log-in, where the name of the user stands: `body.email`, `query.user`. Default: learned.</summary>
    [RegularExpression(@"^(body|query)\..+$", ErrorMessage = "is neither body.NAME nor query.NAME")]
    public string? User { get; init; }
}
