using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>Simulated log lines in memory: the same for every measurement of a run.</summary>
internal static class LogLines
{
    /// <param name="format">Name of a simulated format.</param>
    /// <param name="most">Lines wanted; the simulation has as many customers as that takes.</param>
    public static IReadOnlyList<RawRecord> Of(string format, int most)
    {
        using var bytes = new MemoryStream();
        var simulation = new TrafficSimulation(new SimulationOptions { Seed = 1, Users = Math.Max(100, most / 90) });
        new TrafficWriter(simulation, WriterCatalog.Named(format).Make(), bytes).Run(_ => { }, CancellationToken.None);
        return Split(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), most);
    }

    private static List<RawRecord> Split(ReadOnlyMemory<byte> bytes, int most)
    {
        var records = new List<RawRecord>(most);
        for (var start = 0; start < bytes.Length && records.Count < most;)
        {
            var length = bytes.Span[start..].IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            records.Add(new RawRecord(bytes.Slice(start, length), new SourcePosition("bench", 0, start, 0), DateTimeOffset.UnixEpoch));
            start += length + 1;
        }

        return records;
    }
}
