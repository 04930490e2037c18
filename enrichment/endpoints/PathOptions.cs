using System.ComponentModel.DataAnnotations;

namespace Engine.Enrichment.Endpoints;

/// <summary>How path templates are learned. Everything has a bound, because clients choose the paths.</summary>
public sealed record PathOptions
{
    /// <summary>
    /// Words that the API may have at one position of its paths: where there are more, or more are to be expected, they are names
    /// (<c>{slug}</c>). Beside a parameter and below a collection (<c>/users/…</c>) a fraction of it. Default 160.
    /// </summary>
    [Range(5, 10_000)]
    public int SlugWords { get; init; } = 160;

    /// <summary>Path positions learned for one service, over its lifetime, about 0.5 KiB each; what is beyond it has no template of its own. Default 100,000.</summary>
    [Range(100, 1_000_000)]
    public int PositionsPerService { get; init; } = 100_000;

    /// <summary>Typed shapes of paths that the server has not confirmed, kept for one service; beyond it they are <c>/{*}</c>. Default 2,000.</summary>
    [Range(10, 100_000)]
    public int ShapesPerService { get; init; } = 2_000;

    /// <summary>Services (hosts with accepted calls) told apart; beyond it they are <c>-other-</c>. Default 256.</summary>
    [Range(1, 10_000)]
    public int Services { get; init; } = 256;

    /// <summary>Parameters (names in queries and bodies) learned for one service, about 0.2 KiB each. Default 100,000.</summary>
    [Range(100, 1_000_000)]
    public int ParametersPerService { get; init; } = 100_000;

    /// <summary>Hosts that are one service, as where each customer has one of its own. Default: each host is one.</summary>
    public IReadOnlyList<HostOptions> Hosts { get; init; } = [];
}
