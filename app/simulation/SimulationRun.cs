using System.Diagnostics;
using Engine.App.Simulation.Formats;
using Engine.App.Simulation.Labels;
using Engine.Schemas;
using Spectre.Console;

namespace Engine.App.Simulation;

/// <summary>Writes one simulation and its labels to files, with progress for whoever watches.</summary>
internal static class SimulationRun
{
    /// <param name="options">What to simulate; in range.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="files">Where to.</param>
    /// <param name="screen">For progress and the closing lines.</param>
    /// <param name="stop">Ends it early: what was written until then is whole, and so are its labels.</param>
    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(SimulationOptions options, WriterInfo format, TrafficFiles files, IAnsiConsole screen, CancellationToken stop)
    {
        var simulation = new TrafficSimulation(options);
        var since = Stopwatch.GetTimestamp();
        try
        {
            using var labels = files.OpenLabels();
            var bytes = 0L;
            using (var traffic = files.OpenTraffic())
            {
                var writer = new TrafficWriter(simulation, format.Make(), traffic, options.LinesPerSecond);
                Watched(screen, files, onProgress => Write(writer, files, onProgress, stop));
                bytes = writer.Bytes;
            }

            var all = simulation.Labels().ToList();
            if (labels is not null)
                LabelFile.Write(all, labels);
            Summarise(screen, simulation, files, all, bytes, Stopwatch.GetElapsedTime(since));
        }
        catch (IOException problem)
        {
            throw new UserError(
                $"cannot go on writing {files.Traffic ?? files.Labels}: {UserError.Why(problem)}; make room or choose another place", cause: problem);
        }
    }

    private static void Write(TrafficWriter writer, TrafficFiles files, Action<double> onProgress, CancellationToken stop)
    {
        try
        {
            writer.Run(onProgress, stop);
        }
        catch (IOException) when (files.Traffic is null)
        {
            // Whoever reads our standard output has seen enough: engine simulate | head.
        }
    }

    private static void Watched(IAnsiConsole screen, TrafficFiles files, Action<Action<double>> run)
    {
        // A bar between the lines of a log on the same terminal would be no help.
        if (!screen.Profile.Capabilities.Interactive || (files.Traffic is null && !Console.IsOutputRedirected))
        {
            run(_ => { });
            return;
        }

        screen.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask("Simulating", maxValue: 1);
            run(done => task.Value = done);
        });
    }

    private static void Summarise(
        IAnsiConsole screen, TrafficSimulation simulation, TrafficFiles files, List<ActorLabel> labels, long bytes, TimeSpan took)
    {
        var attacks = labels.Count(label => label.IsAttack);
        var benign = labels.Count(label => label.Label == LabelKind.Benign);
        screen.WriteLine(FormattableString.Invariant(
            $"{simulation.Calls:N0} calls, {bytes / 1e6:N1} MB in {took.TotalSeconds:N1} s; {attacks} attacks, {benign:N0} benign actors"));
        if (files.Traffic is not null)
            screen.WriteLine($"traffic: {files.Traffic}");
        if (files.Labels is not null)
            screen.WriteLine($"labels:  {files.Labels}");
    }
}
