using Engine.App.Simulation;

namespace Engine.Tests.App.Simulation;

/// <summary>Apart from all others: it weighs the whole process.</summary>
[CollectionDefinition(nameof(SimulationMemoryTests), DisableParallelization = true)]
[Collection(nameof(SimulationMemoryTests))]
public sealed class SimulationMemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_length_of_the_simulation()
    {
        var simulation = new TrafficSimulation(new SimulationOptions { Seed = 5, Users = 60, Hours = 400, Attacks = [] });
        Runs.Advance(simulation, 40_000);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        Runs.Advance(simulation, 200_000);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(simulation);

        // A list of the calls would take more than ten times as much.
        Assert.InRange(late - early, long.MinValue, 1_000_000);
    }
}
