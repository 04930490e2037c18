namespace Engine.Schemas;

/// <summary>A new version of the templates: what each endpoint that changed became. State that is kept for an endpoint follows.</summary>
/// <param name="Version">The version that came into force.</param>
/// <param name="All">In the order in which they happened: what one leads to, a later one may lead on.</param>
public sealed record EndpointMoves(string Version, IReadOnlyList<EndpointMove> All);
