using System.Text;
using Engine.App.Simulation;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Formats;
using Engine.App.Simulation.Labels;

namespace Engine.Tests.App.Simulation;

/// <summary>Small simulations for the tests.</summary>
internal static class Runs
{
    public static SimulationOptions Small { get; } = new() { Seed = 7, Users = 150, Hours = 8 };

    public static (byte[] Traffic, IReadOnlyList<ActorLabel> Labels) Of(SimulationOptions options, string format = "combined")
    {
        var simulation = new TrafficSimulation(options);
        using var into = new MemoryStream();
        new TrafficWriter(simulation, WriterCatalog.Named(format).Make(), into).Run(_ => { }, CancellationToken.None);
        return (into.ToArray(), [.. simulation.Labels()]);
    }

    public static string[] Lines(SimulationOptions options, string format = "combined") =>
        Encoding.UTF8.GetString(Of(options, format).Traffic).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static IEnumerable<SimulatedCall> Calls(SimulationOptions options)
    {
        var simulation = new TrafficSimulation(options);
        while (simulation.Next())
            yield return SimulatedCall.From(simulation.Call);
    }

    public static void Advance(TrafficSimulation simulation, int calls)
    {
        while (calls-- > 0 && simulation.Next())
        {
        }
    }

    public static SimulationOptions Without(this SimulationOptions options, string attack) =>
        options with { Attacks = [.. AttackCatalog.All.Select(shape => shape.Name).Where(name => name != attack)] };
}
