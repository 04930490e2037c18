using Engine.App.Simulation;

namespace Engine.Tests.App.Runs;

/// <summary>A small simulated access log with attacks, for tests over the whole graph; gone with them.</summary>
public sealed class SimulatedLog : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-runs-");

    public SimulatedLog()
    {
        var (traffic, _) = Simulation.Runs.Of(new SimulationOptions { Seed = 7, Users = 120, Hours = 20 });
        File.WriteAllBytes(Path, traffic);
        Lines = traffic.Count(character => character == (byte)'\n');
    }

    public string Path => System.IO.Path.Combine(_directory.FullName, "access.log");

    public int Lines { get; }

    public void Dispose() => _directory.Delete(recursive: true);
}
