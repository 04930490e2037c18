using System.Globalization;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>Measures what it costs to save everything that detection remembers, and to read it back.</summary>
internal static class CheckpointBench
{
    private const int MostEntries = 2000;

    public static void Measure(DetectionEngine engine, TextWriter progress)
    {
        var saved = new StateBuffer();
        // Processor time, not the clock: what else runs on the machine must not count.
        var (longest, begun) = (TimeSpan.Zero, Environment.CpuUsage.TotalTime);
        engine.BeginCheckpoint(isWhole: true);
        var marked = Environment.CpuUsage.TotalTime - begun;
        for (var isComplete = false; !isComplete;)
        {
            var step = Environment.CpuUsage.TotalTime;
            isComplete = engine.ContinueCheckpoint(MostEntries, saved);
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (Environment.CpuUsage.TotalTime - step).Ticks));
        }

        var spent = Environment.CpuUsage.TotalTime - begun;
        var actors = engine.Statistics.Actors;
        progress.WriteLine(Text($"checkpoint: {saved.Count:N0} entries, {saved.Length / actors:N0} B and {spent.TotalMicroseconds / actors:F1} µs an actor; marked in {marked.TotalMilliseconds:F1} ms, longest step {longest.TotalMilliseconds:F1} ms"));
        begun = Environment.CpuUsage.TotalTime;
        Restore(saved.Written);
        progress.WriteLine(Text($"checkpoint: read back in {(Environment.CpuUsage.TotalTime - begun).TotalMicroseconds / actors:F1} µs an actor"));
    }

    private static void Restore(ReadOnlyMemory<byte> entries)
    {
        var engine = new DetectionEngine(new DetectionEngine.Options(), new ScoringOptions(), new Dictionary<string, DetectorOptions>(), "bench");
        while (StateBuffer.TryRead(ref entries, out var entry))
            engine.Restore(entry);
        engine.CompleteRestore();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
