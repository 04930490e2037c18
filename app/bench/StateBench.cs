using System.Globalization;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>
/// Measures detection's state with every detector: memory of a mixed population and of a population of median actors, stops of full
/// collections while calls go on, what checkpoints and a restart cost, and the cost of a call in the steady state.
/// </summary>
internal static class StateBench
{
    private const int MedianActors = 50_000;
    private const int SteadyActors = 10_000;
    private const int FullCollections = 20;
    private const int CallsEach = 4;

    public static StateReport Run(int actors, string directory, TextWriter progress)
    {
        var steady = Steady(progress);
        var median = Median(progress);
        var before = Heap();
        var population = new Population(actors);
        var engine = NewEngine();
        population.Arrive(engine, known => progress.WriteLine(Text($"state: {known:N0} actors")));
        var heap = Heap() - before;
        progress.WriteLine(Text($"state: {engine.Statistics.Actors:N0} actors in {heap >> 20:N0} MiB, {heap / actors:N0} B each; exact: {engine.Statistics.IsExact}"));
        var busy = Busy(engine, population, CallsEach * actors / Population.BatchSize, progress);
        var saved = CheckpointBench.Run(engine, population, busy.CallsPerSecond / 2, directory, progress);
        return new StateReport(engine.Statistics.Actors, heap, median, steady, busy.Pauses, saved);
    }

    public static DetectionEngine NewEngine() =>
        new(new DetectionEngine.Options(), new ScoringOptions(), new Dictionary<string, DetectorOptions>(), "bench");

    /// <summary>Known actors go on for three hours.</summary>
    private static (double CallsPerSecond, PauseLog Pauses) Busy(DetectionEngine engine, Population population, int batches, TextWriter progress)
    {
        var pauses = new PauseLog();
        var spent = TimeSpan.Zero;
        for (var i = 1; i <= batches; i++)
        {
            var batch = population.Next();
            var begun = Environment.CpuUsage.TotalTime;
            engine.Process(batch);
            spent += Environment.CpuUsage.TotalTime - begun;
            // So little becomes garbage late that no full collection would come by itself: one is asked for now and then.
            if (i % Math.Max(1, batches / FullCollections) == 0)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            pauses.Look();
        }

        var rate = batches * Population.BatchSize / spent.TotalSeconds;
        progress.WriteLine(Text($"state: {rate:N0} more calls a CPU second; {pauses.Count} stops for full collections, longest {pauses.LongestFull.TotalMilliseconds:F1} ms"));
        return (rate, pauses);
    }

    private static long Median(TextWriter progress)
    {
        var before = Heap();
        var calls = new SyntheticCalls();
        var engine = NewEngine();
        for (var number = 0; number < MedianActors; number++)
        {
            var actor = SyntheticCalls.Actor(number);
            engine.Process([.. Enumerable.Range(0, 15).Select(i => calls.Call(actor, number, 5, 2, (number * 0.05) + i))]);
        }

        var bytes = (Heap() - before) / MedianActors;
        GC.KeepAlive(engine);
        progress.WriteLine(Text($"state: median actor {bytes:N0} B"));
        return bytes;
    }

    private static CallCost Steady(TextWriter progress)
    {
        var calls = new SyntheticCalls();
        var engine = NewEngine();
        Actor[] known = [.. Enumerable.Range(0, SteadyActors).Select(SyntheticCalls.Actor)];
        // Processor time, not the clock: what else runs on the machine must not count.
        var spent = TimeSpan.Zero;
        var (allocated, seconds) = (0L, 0.0);
        const int rounds = 5000, warm = 2500;
        for (var round = 0; round < rounds; round++)
        {
            var batch = new EnrichedEvent[Population.BatchSize];
            for (var i = 0; i < batch.Length; i++, seconds += 0.02)
            {
                var number = calls.Next(SteadyActors);
                batch[i] = calls.Call(known[number], number, 3 + (number % 6), 3, seconds);
            }

            if (round == warm)
                (spent, allocated) = (TimeSpan.Zero, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            engine.Process(batch);
            spent += Environment.CpuUsage.TotalTime - start;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var measured = (double)(rounds - warm) * Population.BatchSize;
        var cost = new CallCost(spent.TotalNanoseconds / measured, allocated / measured);
        progress.WriteLine(Text($"state: {cost.Nanoseconds:F0} ns and {cost.Bytes:F0} B a call"));
        return cost;
    }

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
