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
        if (record.Shown is { } last && last.Session == session && IsSame(last, evidence, record))
            return last;
        return record.Shown = new AuthenticationEvidence
        {
            Scheme = record.Token is null ? evidence.Scheme : AuthenticationScheme.Jwt,
            CredentialHash = shown.Credential is null && evidence.Scheme != AuthenticationScheme.Cookie ? null : record.Hash,
            Subject = evidence.Subject ?? shown.Name,
            Consumer = evidence.Consumer,
            Session = session,
            Claims = record.Token?.Claims ?? evidence.Claims,
            VerifiedByGateway = evidence.VerifiedByGateway,
        };
    }

    private static bool IsSame(AuthenticationEvidence last, AuthenticationEvidence now, CredentialRecord record) =>
        last.Consumer == now.Consumer && last.VerifiedByGateway == now.VerifiedByGateway
        && last.Subject == (now.Subject ?? record.Name)
        && (record.Token is not null ? last.Scheme == AuthenticationScheme.Jwt : last.Scheme == now.Scheme && ReferenceEquals(last.Claims, now.Claims));
}
