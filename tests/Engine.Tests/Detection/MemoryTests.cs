namespace Engine.Tests.Detection;

/// <summary>Looks at the whole process's heap, so nothing else may run beside it.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    [Fact]
    public void Endless_paths_of_one_actor_take_bounded_memory()
    {
        var seen = new Detecting();
        Probe(seen, from: 0, count: 20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Probe(seen, from: 20_000, count: 400_000);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) >> 20, -64, 32);
        GC.KeepAlive(seen);
    }

    private static void Probe(Detecting seen, int from, int count)
    {
        foreach (var chunk in Enumerable.Range(from, count).Chunk(1000))
        {
            seen.See(chunk.Select(i => Some.Miss("/p" + i, Some.Stranger("203.0.113.1"), i * 0.001)));
            seen.Placements.Clear();
        }
    }
}
