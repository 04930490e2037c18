using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>Who is behind a call.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="IsVerified">False: address + fingerprint stands in.</param>
/// <param name="ClaimedUser">Named without proof; null where nobody was.</param>
/// <param name="Shown">The evidence without secrets; null where there was none.</param>
internal readonly record struct Identification(Actor Actor, bool IsVerified, string? ClaimedUser, AuthenticationEvidence? Shown);
