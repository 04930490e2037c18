using System.ComponentModel.DataAnnotations;
using Engine.App.Simulation.Attacks;

namespace Engine.App.Simulation;

/// <summary>What to simulate. The same options give the same bytes on every machine.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Chooses one of 2^31 worlds. Default 1.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "--seed must be between {1} and {2}")]
    public int Seed { get; init; } = 1;

    /// <summary>Customers of the shop; teams, integrations and bots follow from it. Default 3,000: about 300,000 calls in 30 hours.</summary>
    [Range(20, 1_000_000, ErrorMessage = "--users must be between {1} and {2}")]
    public int Users { get; init; } = 3_000;

    /// <summary>Simulated time. Default 30: a night, a day and another night.</summary>
    [Range(1, 500, ErrorMessage = "--hours must be between {1} and {2}")]
    public int Hours { get; init; } = 30;

    /// <summary>Event time of the first moment. Default Monday 2026-03-02, midnight UTC.</summary>
    [Range(
        typeof(DateTimeOffset), "1970-01-01T00:00:00Z", "9000-01-01T00:00:00Z", ParseLimitsInInvariantCulture = true,
        ErrorMessage = "--start must lie between the years 1970 and 9000")]
    public DateTimeOffset Start { get; init; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Steady rate by the clock on the wall, for feeding a live engine. Default 0: as fast as it goes.</summary>
    [Range(0, 10_000_000, ErrorMessage = "--rate must be between {1} and {2}")]
    public int LinesPerSecond { get; init; }

    /// <summary>Names from the attack catalogue. Default: all of it.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [.. AttackCatalog.All.Select(shape => shape.Name)];
}
