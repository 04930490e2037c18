namespace Engine.Schemas;

/// <summary>What is known of an endpoint: what it is for, and what its calls are made of.</summary>
/// <param name="Endpoint">Which.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Standing">Whether a document states it.</param>
public sealed record EndpointDescription(Endpoint Endpoint, EndpointRole Role, EndpointStanding Standing)
{
    /// <summary>What a document states first, then what the traffic shows besides.</summary>
    public IReadOnlyList<EndpointParameter> Parameters { get; init; } = [];

    /// <summary>Of a log-in, where the name of the user stands: <c>body.email</c>; null where that is not known.</summary>
    public string? User { get; init; }
}
