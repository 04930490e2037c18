namespace Engine.Schemas;

/// <summary>Where an address is at home, from a database the operator configured; parts it lacks are null.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Asn">Autonomous system number.</param>
/// <param name="IsHosting">Data centre rather than access network.</param>
public sealed record NetworkOrigin(string? Country, uint? Asn, bool? IsHosting);
