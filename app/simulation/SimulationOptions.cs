using System.ComponentModel.DataAnnotations;

namespace Engine.App.Simulation;

/// <summary>What to simulate. The same options give the same bytes on every machine.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Chooses one of 2^31 worlds. Default 1.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>Customers of the shop; teams, integrations and bots follow from it. About 100 calls a user in 30 hours. Default 3,000.</summary>
    [Range(20, 1_000_000)]
    public int Users { get; init; } = 3_000;

    /// <summary>Simulated time. Default 30: a night, a day and another night.</summary>
    [Range(1, 500)]
    public int Hours { get; init; } = 30;

    /// <summary>Event time of the first moment. Default Monday 2026-03-02, midnight UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Names from the attack catalogue. Default: all of it.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [.. Simulation.Attacks.AttackCatalog.All.Select(shape => shape.Name)];
}
