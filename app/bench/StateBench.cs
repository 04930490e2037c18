using System.Globalization;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>
/// Measures detection's state with every detector: memory of a mixed population and of a population of median actors, stops of full
/// collections while calls go on, and the cost of a call in the steady state.
/// </summary>
public static class StateBench
{
    private const int BatchSize = 256;
    private const int Cohort = 20_000;
    private const int MedianActors = 50_000;
    private const int SteadyActors = 10_000;
    private const int FullCollections = 20;

    public static StateReport Run(int actors, TextWriter progress)
    {
        var (nanoseconds, allocated) = Steady(progress);
        var median = Median(progress);
        var before = Heap();
        var calls = new SyntheticCalls();
        var engine = NewEngine();
        var known = new Actor[actors];
        var seconds = Populate(engine, calls, known, progress);
        var heap = Heap() - before;
        progress.WriteLine(Text($"state: {engine.Statistics.Actors:N0} actors in {heap >> 20:N0} MiB, {heap / actors:N0} B each; exact: {engine.Statistics.IsExact}"));
        CheckpointBench.Measure(engine, progress);
        var pauses = GoOn(engine, calls, known, seconds, progress);
        CheckpointBench.Measure(engine, progress);
        return new StateReport(
            engine.Statistics.Actors, heap / actors, median, heap, pauses.LongestFull, pauses.P99Full, pauses.Count, pauses.Longest,
            nanoseconds, allocated);
    }

    /// <summary>Everyone once: a tenth calls up to four times, one in a hundred is heavy, the rest makes 5 to 30 calls on 3 to 8 endpoints.</summary>
    private static double Populate(DetectionEngine engine, SyntheticCalls calls, Actor[] known, TextWriter progress)
    {
        var seconds = 0.0;
        for (var first = 0; first < known.Length; first += Cohort)
        {
            var turns = new List<int>();
            for (var number = first; number < Math.Min(known.Length, first + Cohort); number++)
            {
                known[number] = SyntheticCalls.Actor(number);
                for (var i = CallsOf(number, calls); i > 0; i--)
                    turns.Add(number);
            }

            Shuffle(turns, calls);
            // The whole population within fifty minutes: every session is open and every window is current.
            var step = 3000.0 * Cohort / known.Length / turns.Count;
            Push(engine, turns.Count, i => calls.Call(
                known[turns[i]], turns[i], 3 + (turns[i] % 6), IsHeavy(turns[i]) ? 400 : 3, seconds + (i * step)));
            seconds += turns.Count * step;
            if (first % (10 * Cohort) == 0)
                progress.WriteLine(Text($"state: {Math.Min(known.Length, first + Cohort):N0} actors"));
        }

        return seconds;
    }

    /// <summary>Known actors go on for three hours: windows roll, sessions end and begin, baselines are learned.</summary>
    private static PauseLog GoOn(DetectionEngine engine, SyntheticCalls calls, Actor[] known, double seconds, TextWriter progress)
    {
        var pauses = new PauseLog();
        var count = 4 * known.Length;
        var batches = 0;
        // So little becomes garbage late that no full collection would come by itself: one is asked for now and then.
        var every = Math.Max(1, count / BatchSize / FullCollections);
        var step = 3 * 3600.0 / count;
        Push(engine, count, i =>
        {
            var number = calls.Next(known.Length);
            return calls.Call(known[number], number, 3 + (number % 6), IsHeavy(number) ? 400 : 3, seconds + (i * step));
        }, () =>
        {
            if (++batches % every == 0)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            pauses.Look();
        });
        progress.WriteLine(Text($"state: {count:N0} more calls; {pauses.Count} stops for full collections, longest {pauses.LongestFull.TotalMilliseconds:F1} ms"));
        return pauses;
    }

    private static long Median(TextWriter progress)
    {
        var before = Heap();
        var calls = new SyntheticCalls();
        var engine = NewEngine();
        for (var number = 0; number < MedianActors; number++)
        {
            var actor = SyntheticCalls.Actor(number);
            var mine = number;
            Push(engine, 15, i => calls.Call(actor, mine, 5, 2, (mine * 0.05) + i));
        }

        var bytes = (Heap() - before) / MedianActors;
        GC.KeepAlive(engine);
        progress.WriteLine(Text($"state: median actor {bytes:N0} B"));
        return bytes;
    }

    private static (double Nanoseconds, double Allocated) Steady(TextWriter progress)
    {
        var calls = new SyntheticCalls();
        var engine = NewEngine();
        var known = new Actor[SteadyActors];
        for (var i = 0; i < known.Length; i++)
            known[i] = SyntheticCalls.Actor(i);
        // Processor time, not the clock: what else runs on the machine must not count.
        var spent = TimeSpan.Zero;
        var (allocated, seconds) = (0L, 0.0);
        const int rounds = 5000, warm = 2500;
        for (var round = 0; round < rounds; round++)
        {
            var batch = new EnrichedEvent[BatchSize];
            for (var i = 0; i < BatchSize; i++, seconds += 0.02)
            {
                var number = calls.Next(SteadyActors);
                batch[i] = calls.Call(known[number], number, 3 + (number % 6), 3, seconds);
            }

            if (round == warm)
            {
                (spent, allocated) = (TimeSpan.Zero, 0);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            engine.Process(batch);
            spent += Environment.CpuUsage.TotalTime - start;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var measured = (double)(rounds - warm) * BatchSize;
        var nanoseconds = spent.TotalNanoseconds / measured;
        progress.WriteLine(Text($"state: {nanoseconds:F0} ns and {allocated / measured:F0} B a call"));
        return (nanoseconds, allocated / measured);
    }

    private static void Push(DetectionEngine engine, int count, Func<int, EnrichedEvent> call, Action? afterBatch = null)
    {
        for (var first = 0; first < count; first += BatchSize)
        {
            var batch = new EnrichedEvent[Math.Min(BatchSize, count - first)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = call(first + i);
            engine.Process(batch);
            afterBatch?.Invoke();
        }
    }

    private static int CallsOf(int number, SyntheticCalls calls) =>
        IsHeavy(number) ? 500 : number % 10 == 3 ? 1 + calls.Next(4) : 5 + calls.Next(26);

    private static bool IsHeavy(int number) => number % 100 == 17;

    private static void Shuffle(List<int> turns, SyntheticCalls calls)
    {
        for (var i = turns.Count - 1; i > 0; i--)
        {
            var other = calls.Next(i + 1);
            (turns[i], turns[other]) = (turns[other], turns[i]);
        }
    }

    private static DetectionEngine NewEngine() =>
        new(new DetectionEngine.Options(), new ScoringOptions(), new Dictionary<string, DetectorOptions>(), "bench");

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
