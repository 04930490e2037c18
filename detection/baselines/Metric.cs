namespace Engine.Detection.Baselines;

/// <summary>What is learned of an actor's two-hour look at an endpoint (or service).</summary>
internal enum Metric
{
    /// <summary>Distinct objects.</summary>
    Objects,

    /// <summary>Longest run of new numeric ids with one stride.</summary>
    Run,

    /// <summary>Distinct objects that were refused (403, 404, 410).</summary>
    RefusedObjects,

    /// <summary>Response bytes of successful calls.</summary>
    Bytes,

    /// <summary>Distinct paths that the service does not know.</summary>
    Misses,
}
