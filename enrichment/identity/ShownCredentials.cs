using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>What one call shows, each part as the record that is remembered of it.</summary>
/// <param name="Credential">Token, key, basic credential or certificate.</param>
/// <param name="Name">Whom <paramref name="Credential"/> names by itself; null where it names nobody.</param>
/// <param name="Session">Session cookie.</param>
/// <param name="User">A user named beside the credential, not by it.</param>
/// <param name="Consumer">Named by the gateway.</param>
internal readonly record struct ShownCredentials(
    CredentialRecord? Credential, string? Name, CredentialRecord? Session, CredentialRecord? User, string? Consumer)
{
    /// <summary>Kong and others name this consumer where they found no credential.</summary>
    private const string NoConsumer = "anonymous";

    public bool IsNothing => Credential is null && Session is null && User is null && Consumer is null;

    /// <summary>Several ways to be let in: which of them the service looked at is not to be seen.</summary>
    public bool IsAmbiguous => (Credential is null ? 0 : 1) + (Session is null ? 0 : 1) + (User is null ? 0 : 1) > 1;

    /// <param name="evidence">As ingest read it.</param>
    /// <param name="memory">Credentials met lately.</param>
    /// <param name="client">Seeded hash of address and fingerprint.</param>
    public static ShownCredentials Of(AuthenticationEvidence evidence, CredentialMemory memory, ulong client)
    {
        var isBasic = evidence.Scheme == AuthenticationScheme.Basic;
        var credential = evidence.Credential is { Length: > 0 } secret ? memory.OfSecret(secret, isBasic)
            : evidence.CredentialHash is not { Length: > 0 } hash ? null
            // A log's own "hash" field may hold anything, the token itself included.
            : CredentialHasher.IsHash(hash) ? memory.OfHash(hash) : memory.OfSecret(hash, isBasic);
        var session = evidence.Session is { Length: > 0 } cookie ? memory.OfSecret(cookie, basicUser: false) : null;
        if (evidence.Scheme == AuthenticationScheme.Cookie)
        {
            session ??= credential;
            credential = null;
        }

        var subject = string.IsNullOrEmpty(evidence.Subject) ? null : ActorTable.Bounded(evidence.Subject);
        var isSubjectOfCredential = credential is not null && (isBasic || evidence.Scheme == AuthenticationScheme.ClientCertificate
            || (evidence.Scheme == AuthenticationScheme.Jwt && evidence.Credential is null));
        var name = credential?.Name ?? (isSubjectOfCredential ? subject : null);
        var user = subject is null || subject == name || isSubjectOfCredential ? null : memory.OfName(subject, client);
        var consumer = string.IsNullOrEmpty(evidence.Consumer) || evidence.Consumer.Equals(NoConsumer, StringComparison.OrdinalIgnoreCase)
            ? null
            : ActorTable.Bounded(evidence.Consumer);
        return new ShownCredentials(credential, name, session, user, consumer);
    }
}
