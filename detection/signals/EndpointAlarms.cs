using System.Runtime.InteropServices;
using Engine.Detection.Endpoints;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Signals;

/// <summary>A detector's alarms of one actor, one per endpoint. Made only once there is something to say.</summary>
internal sealed class EndpointAlarms
{
    private const int MostEndpoints = 64;

    private readonly Dictionary<ulong, Alarm> _alarms = [];

    public bool Rings(Endpoint endpoint, double strength, long ticks)
    {
        if (_alarms.Count >= MostEndpoints)
            _alarms.Clear();
        return CollectionsMarshal.GetValueRefOrAddDefault(_alarms, endpoint.Id, out _).Rings(strength, ticks);
    }

    /// <summary>What was said of an endpoint was said of its successor.</summary>
    public void Follow(EndpointSuccessors successors)
    {
        foreach (var past in _alarms.Keys.Where(endpoint => successors.Follow(endpoint) != endpoint).Order().ToList())
        {
            _alarms.Remove(past, out var alarm);
            CollectionsMarshal.GetValueRefOrAddDefault(_alarms, successors.Follow(past), out _).Absorb(alarm);
        }
    }

    public static void Save(ref MessagePackWriter writer, EndpointAlarms alarms)
    {
        writer.WriteMapHeader(alarms._alarms.Count);
        foreach (var (endpoint, alarm) in alarms._alarms)
        {
            writer.WriteUInt64(endpoint);
            writer.WriteArrayHeader(2);
            Alarm.Save(ref writer, alarm);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static EndpointAlarms Load(ref MessagePackReader reader)
    {
        var alarms = new EndpointAlarms();
        var count = reader.ReadMapHeader();
        if (count > MostEndpoints)
            throw new InvalidDataException($"{count} alarms where at most {MostEndpoints} can be");
        for (var i = 0; i < count; i++)
        {
            var endpoint = reader.ReadUInt64();
            reader.ReadFields(2);
            alarms._alarms[endpoint] = Alarm.Load(ref reader);
        }

        return alarms;
    }
}
