using System.Diagnostics;
using Engine.App.Simulation.Formats;

namespace Engine.App.Simulation;

/// <summary>Lets a simulation run and writes its calls, as fast as it goes or at a steady rate.</summary>
/// <param name="simulation">What to write.</param>
/// <param name="writer">How.</param>
/// <param name="into">Where to; neither closed nor compressed here.</param>
/// <param name="linesPerSecond">Steady rate by the clock on the wall, for feeding a live engine; 0: as fast as it goes.</param>
internal sealed class TrafficWriter(TrafficSimulation simulation, ICallWriter writer, Stream into, int linesPerSecond = 0)
{
    private const int Chunk = 256 * 1_024;
    private readonly Utf8Buffer _lines = new(Chunk + 4_096);

    /// <summary>Bytes written so far, before compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Returns when the simulation is over or <paramref name="stop"/> asks for it; the last line is always whole.</summary>
    /// <param name="onProgress">Told about every chunk: the share that is done, 0 to 1.</param>
    /// <param name="stop">Ends the simulation early.</param>
    public void Run(Action<double> onProgress, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested && simulation.Next())
        {
            writer.Write(simulation.Call, _lines);
            if (_lines.Length < Chunk && !IsDue(since))
                continue;
            Flush(onProgress);
            if (linesPerSecond > 0)
                Wait(since, stop);
        }

        Flush(onProgress);
    }

    private void Flush(Action<double> onProgress)
    {
        into.Write(_lines.Written);
        if (linesPerSecond > 0)
            into.Flush();
        Bytes += _lines.Length;
        _lines.Clear();
        onProgress(simulation.Progress);
    }

    // At a steady rate lines leave about twenty times a second.
    private bool IsDue(long since) =>
        linesPerSecond > 0 && (linesPerSecond < 20 || simulation.Calls % (linesPerSecond / 20) == 0 || Ahead(since) > TimeSpan.Zero);

    private void Wait(long since, CancellationToken stop)
    {
        if (Ahead(since) is var ahead && ahead > TimeSpan.Zero)
            stop.WaitHandle.WaitOne(ahead);
    }

    private TimeSpan Ahead(long since) => TimeSpan.FromSeconds((double)simulation.Calls / linesPerSecond) - Stopwatch.GetElapsedTime(since);
}
