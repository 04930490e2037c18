using System.Globalization;
using Engine.App.Checkpoints;
using Engine.Detection;
using Engine.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.App.Bench;

/// <summary>Saves and restores everything that detection remembers as a live engine does: into files, while calls go on.</summary>
internal sealed class CheckpointBench(DetectionEngine engine, Population population, Checkpointing checkpointing)
{
    private readonly CheckpointShare _share = new(engine, checkpointing, TimeProvider.System);

    /// <param name="engine">Holds the state.</param>
    /// <param name="population">Goes on calling.</param>
    /// <param name="rate">Calls that come each second.</param>
    /// <param name="path">An empty directory.</param>
    /// <param name="progress">Told what was measured.</param>
    public static CheckpointFigures Run(DetectionEngine engine, Population population, double rate, string path, TextWriter progress)
    {
        using var directory = CheckpointDirectory.Open(path);
        var options = new CheckpointOptions();
        var checkpointing = New(directory, options);
        var bench = new CheckpointBench(engine, population, checkpointing);
        var whole = bench.Take();
        for (var left = rate * options.Every.TotalSeconds; left > 0; left -= Population.BatchSize)
            engine.Process(population.Next());
        var delta = bench.Take();
        var steps = checkpointing.Steps;
        progress.WriteLine(Text($"checkpoint: whole {whole.Bytes >> 20:N0} MiB in {whole.Processor.TotalSeconds:F1} CPU s, then {delta.Bytes >> 20:N0} MiB in {delta.Processor.TotalSeconds:F1} CPU s; steps p99 {steps.Percentile99().TotalMilliseconds:F1} ms, longest {steps.Longest.TotalMilliseconds:F1} ms"));

        // Processor time, not the clock: what else runs on the machine must not count.
        var begun = Environment.CpuUsage.TotalTime;
        var fresh = Restored(New(directory, options));
        var restored = Environment.CpuUsage.TotalTime - begun;
        var caughtUp = CatchUp(fresh, population, rate, options.Every, begun);
        progress.WriteLine(Text($"checkpoint: {fresh.Statistics.Actors:N0} actors back after {restored.TotalSeconds:F1} CPU s, caught up with {rate:N0} calls a second after {caughtUp.TotalSeconds:F1}"));
        return new CheckpointFigures(whole, delta, steps.Percentile99(), steps.Longest, restored, caughtUp);
    }

    /// <summary>Begins one, and goes on with calls until it is on the disk.</summary>
    private CheckpointCost Take()
    {
        var (bytes, spent) = (checkpointing.Bytes, TimeSpan.Zero);
        var checkpoint = checkpointing.BeginLast(new InputPositions(new Dictionary<InputPartition, long>()));
        _share.Begin(checkpoint);
        // The sequential stage and the sinks, which are not here.
        checkpoint.Done();
        checkpoint.Done();
        while (!checkpointing.CompleteAsync().IsCompleted)
        {
            engine.Process(population.Next());
            var begun = Environment.CpuUsage.TotalTime;
            _share.Step();
            spent += Environment.CpuUsage.TotalTime - begun;
        }

        return new CheckpointCost(checkpointing.Bytes - bytes, spent);
    }

    private static DetectionEngine Restored(Checkpointing from)
    {
        var engine = StateBench.NewEngine();
        from.Find("bench");
        from.Restore(entry => engine.Restore(entry));
        engine.CompleteRestore();
        return engine;
    }

    /// <summary>What came since the last checkpoint was begun is read again, and what comes meanwhile.</summary>
    private static TimeSpan CatchUp(DetectionEngine engine, Population population, double rate, TimeSpan every, TimeSpan begun)
    {
        var took = Environment.CpuUsage.TotalTime - begun;
        for (var done = 0L; done < rate * (every + took).TotalSeconds; took = Environment.CpuUsage.TotalTime - begun)
        {
            engine.Process(population.Next());
            done += Population.BatchSize;
        }

        return took;
    }

    private static Checkpointing New(CheckpointDirectory directory, CheckpointOptions options) =>
        new(directory, options, TimeProvider.System, "bench", NullLogger.Instance);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
