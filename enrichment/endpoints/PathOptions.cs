using System.ComponentModel.DataAnnotations;

namespace Engine.Enrichment.Endpoints;

/// <summary>How path templates are learned. Everything has a bound, because clients choose the paths.</summary>
public sealed record PathOptions
{
    /// <summary>Words at one position of a path beyond which they may be names (<c>{slug}</c>). Default 50.</summary>
    [Range(5, 10_000)]
    public int SlugWords { get; init; } = 50;

    /// <summary>Path positions learned for one service, over its lifetime, about 0.5 KiB each; what is beyond it has no template of its own. Default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int PositionsPerService { get; init; } = 20_000;

    /// <summary>Typed shapes of paths that the server has not confirmed, kept for one service; beyond it they are <c>/{*}</c>. Default 2,000.</summary>
    [Range(10, 100_000)]
    public int ShapesPerService { get; init; } = 2_000;

    /// <summary>Services (hosts with accepted calls) told apart; beyond it they are <c>-other-</c>. Default 256.</summary>
    [Range(1, 10_000)]
    public int Services { get; init; } = 256;
}
