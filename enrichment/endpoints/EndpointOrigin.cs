namespace Engine.Enrichment.Endpoints;

/// <summary>What an endpoint was made from. The numbers are saved.</summary>
internal enum EndpointOrigin
{
    /// <summary>Learned from paths.</summary>
    Path = 0,

    /// <summary>Reported by a gateway.</summary>
    Route = 1,

    /// <summary>Stands for all that the bounds leave no room for.</summary>
    Overflow = 2,

    /// <summary>Stated by an API document.</summary>
    Document = 3,

    /// <summary>An operation of GraphQL or a method of gRPC.</summary>
    Operation = 4,
}
