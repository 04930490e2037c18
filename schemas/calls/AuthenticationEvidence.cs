namespace Engine.Schemas;

/// <summary>What a call shows of who makes it. Evidence, not identity: enrichment decides what to believe (verified or merely claimed).</summary>
public sealed record AuthenticationEvidence
{
    public AuthenticationScheme Scheme { get; init; } = AuthenticationScheme.None;

    /// <summary>The secret as received (token, key, cookie value). Set by ingest, removed by enrichment, which leaves <see cref="CredentialHash"/>.</summary>
    public string? Credential { get; init; }

    /// <summary>Keyed hash of the credential (HMAC-SHA-256, first 128 bits, lower hex); null until enrichment computed it.</summary>
    public string? CredentialHash { get; init; }

    /// <summary>User that the call claims to be (JWT sub, basic user, log field).</summary>
    public string? Subject { get; init; }

    /// <summary>Gateway consumer; a gateway names one only after it has checked the credential.</summary>
    public string? Consumer { get; init; }

    /// <summary>Session cookie or session id as received; hashed by enrichment like a credential.</summary>
    public string? Session { get; init; }

    /// <summary>Claims that detectors need (role, scope, tenant, iss, exp, alg), never the whole token.</summary>
    public IReadOnlyList<HeaderField>? Claims { get; init; }

    /// <summary>True: the gateway verified it. False: it refused it. Null: it does not say.</summary>
    public bool? VerifiedByGateway { get; init; }
}
