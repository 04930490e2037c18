using System.Runtime.InteropServices;
using Engine.Schemas;

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
}
