using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>What a JSON Web Token says, unverified.</summary>
/// <param name="Name">Subject, or the client it was issued to where it has no subject; null where it names nobody.</param>
/// <param name="IsService">It names a client of the API, not a person.</param>
/// <param name="IsSigned">False: algorithm "none" or an empty signature, so acceptance proves nothing about its content.</param>
/// <param name="Claims">What detectors need, in the order of their names.</param>
internal sealed record TokenClaims(string? Name, bool IsService, bool IsSigned, IReadOnlyList<HeaderField> Claims);
