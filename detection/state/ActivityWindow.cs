using Engine.Detection.Sketches;

namespace Engine.Detection.State;

/// <summary>What an actor did to one endpoint in one hour of event time.</summary>
internal struct ActivityWindow
{
    /// <summary>Hours since 1970; 0 when nothing was seen.</summary>
    public int Hour;
    public int Calls;
    public int Successes;

    /// <summary>Response bytes of successful calls.</summary>
    public long Bytes;

    /// <summary>Distinct objects asked for.</summary>
    public DistinctSet Objects;

    /// <summary>Distinct objects that were refused (401, 403, 404, 410).</summary>
    public DistinctSet RefusedObjects;
}
