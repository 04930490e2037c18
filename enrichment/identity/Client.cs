using System.Net;
using Engine.Enrichment.Clients;

namespace Engine.Enrichment.Identity;

/// <summary>Where a call came from, as far as the network shows.</summary>
/// <param name="Address">Client address; null where the source has none.</param>
/// <param name="Source">Seeded hash of the address.</param>
/// <param name="Agent">What its user agent says.</param>
/// <param name="TlsFingerprint">JA3 or JA4; null where the source has none. Tells clients apart better than the user agent.</param>
/// <param name="Key">Seeded hash of address and fingerprint.</param>
internal readonly record struct Client(IPAddress? Address, ulong Source, UserAgent Agent, string? TlsFingerprint, ulong Key)
{
    public string Fingerprint => TlsFingerprint ?? Agent.Fingerprint;
}
