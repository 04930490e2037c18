using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>Authentication evidence as it may be stored: hashes for secrets, and what a token says instead of the token.</summary>
internal static class EvidenceScrubber
{
    /// <returns>The same instance where it holds no secret.</returns>
    public static AuthenticationEvidence Scrub(AuthenticationEvidence evidence, in ShownCredentials shown)
    {
        var record = shown.Credential ?? shown.Session;
        if (record is null || (evidence.Credential is null && evidence.Session is null && evidence.CredentialHash == record.Hash))
            return evidence;
        var session = shown.Session?.Hash;
        var hash = shown.Credential is null && evidence.Scheme != AuthenticationScheme.Cookie ? null : record.Hash;
        var subject = evidence.Subject ?? shown.Name;
        if (record.Shown is { } last && last.Session == session && last.CredentialHash == hash && last.Subject == subject && IsSame(last, evidence, record))
            return last;
        var clean = new AuthenticationEvidence
        {
            Scheme = record.Token is null ? evidence.Scheme : AuthenticationScheme.Jwt,
            CredentialHash = hash,
            Subject = Bounded(subject),
            Consumer = Bounded(evidence.Consumer),
            Session = session,
            Claims = record.Token?.Claims ?? evidence.Claims,
            VerifiedByGateway = evidence.VerifiedByGateway,
        };
        // A source's own claims have no bound, so they are not remembered.
        if (record.Token is not null || evidence.Claims is null)
            record.Shown = clean;
        return clean;
    }

    private static string? Bounded(string? name) => name is null ? null : ActorTable.Bounded(name);

    private static bool IsSame(AuthenticationEvidence last, AuthenticationEvidence now, CredentialRecord record) =>
        last.Consumer == now.Consumer && last.VerifiedByGateway == now.VerifiedByGateway
        && (record.Token is not null ? last.Scheme == AuthenticationScheme.Jwt : last.Scheme == now.Scheme && ReferenceEquals(last.Claims, now.Claims));
}
