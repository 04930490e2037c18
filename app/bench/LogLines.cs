using System.Buffers.Binary;
using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>Simulated records in memory: the same for every measurement of a run.</summary>
internal static class LogLines
{
    /// <param name="format">Name of a simulated format.</param>
    /// <param name="most">Records wanted; the simulation has as many customers as that takes.</param>
    /// <param name="isBinary">Records stand behind their lengths; else they are lines.</param>
    public static IReadOnlyList<RawRecord> Of(string format, int most, bool isBinary = false)
    {
        using var bytes = new MemoryStream();
        var simulation = new TrafficSimulation(new SimulationOptions { Seed = 1, Users = Math.Max(100, most / 90) });
        new TrafficWriter(simulation, WriterCatalog.Named(format).Make(), bytes).Run(_ => { }, CancellationToken.None);
        return Cut(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), isBinary, most);
    }

    /// <summary>The records of a file.</summary>
    public static IReadOnlyList<RawRecord> Cut(ReadOnlyMemory<byte> bytes, bool isBinary, int most)
    {
        var records = new List<RawRecord>();
        for (var start = 0; start < bytes.Length && records.Count < most;)
        {
            var head = isBinary ? sizeof(uint) : 0;
            var length = isBinary ? BinaryPrimitives.ReadInt32BigEndian(bytes.Span[start..]) : bytes.Span[start..].IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            records.Add(new RawRecord(bytes.Slice(start + head, length), new SourcePosition("bench", 0, start, 0), DateTimeOffset.UnixEpoch));
            start += head + length + (isBinary ? 0 : 1);
        }

        return records;
    }
}
