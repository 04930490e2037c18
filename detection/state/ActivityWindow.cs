using Engine.Detection.Sketches;

namespace Engine.Detection.State;

/// <summary>What an actor did to one endpoint in one hour of event time.</summary>
internal struct ActivityWindow
{
    /// <summary>Hours since 1970; 0 when nothing was seen.</summary>
    public int Hour;

    /// <summary>First call of the hour (UTC ticks); 0 before there is one.</summary>
    public long FirstTicks;
    public int Calls;
    public int Successes;

    /// <summary>Response bytes of successful calls.</summary>
    public long Bytes;

    /// <summary>Distinct objects asked for.</summary>
    public DistinctSet Objects;

    /// <summary>Distinct objects that were refused (403, 404, 410): an expired login (401) refuses everything and says nothing of objects.</summary>
    public DistinctSet RefusedObjects;
}
