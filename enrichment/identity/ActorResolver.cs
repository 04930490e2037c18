using Engine.Enrichment.Endpoints;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>
/// Who is behind a call: the first source of the configured order whose identity is proven (<see cref="TrustRule"/>), else address and
/// fingerprint. Whoever is named without proof is the call's target, not its actor: else a forged name gets its bearer blocked, and a new
/// forged name for every call hides the caller.
/// </summary>
internal sealed class ActorResolver(IReadOnlyList<IdentitySource> order, CredentialMemory memory, TrustRule trust, ActorTable actors)
{
    /// <summary>Calls that claimed an identity and were left to their address.</summary>
    public long Unproven { get; private set; }

    public Identification Resolve(ApiEvent call, AuthenticationEvidence? evidence, LearnedEndpoint endpoint, in Client client)
    {
        if (evidence is null)
        {
            trust.Learn(call, null, default, endpoint, client);
            return new Identification(actors.Of(client), false, null, null);
        }

        var shown = ShownCredentials.Of(evidence, memory, client.Key);
        trust.Learn(call, evidence.VerifiedByGateway, shown, endpoint, client);
        var isRefused = evidence.VerifiedByGateway == false;
        var proof = new Proof(
            !isRefused && trust.IsVerified(shown.Credential),
            !isRefused && trust.IsVerified(shown.Session),
            // A name without its own credential is not the one who was refused for a wrong password.
            !isRefused && call.Status != 401 && trust.IsVerified(shown.User),
            !isRefused && shown.Consumer is not null);

        Actor? actor = null;
        foreach (var source in order)
        {
            actor = From(source, evidence.Scheme, shown, proof);
            if (actor is not null)
                break;
        }

        var claimed = (proof.Credential ? null : shown.Name) ?? (proof.User ? null : shown.User?.Name);
        if (claimed is not null)
            claimed = ActorTable.Bounded(claimed);
        if (actor is null && !shown.IsNothing)
            Unproven++;
        return new Identification(
            actor ?? actors.Of(client), actor is not null, claimed == actor?.Key.Value ? null : claimed, EvidenceScrubber.Scrub(evidence, shown));
    }

    private Actor? From(IdentitySource source, AuthenticationScheme scheme, in ShownCredentials shown, Proof proof)
    {
        var isBasic = scheme == AuthenticationScheme.Basic;
        var isCertificate = scheme == AuthenticationScheme.ClientCertificate;
        switch (source)
        {
            case IdentitySource.JwtSubject when proof.Credential && shown.Name is not null && !isBasic && !isCertificate:
                var kind = shown.Credential!.Token is { IsService: true } ? ActorKind.ServiceAccount : ActorKind.User;
                return Remembered(shown.Credential, kind, shown.Name);
            case IdentitySource.ApiKey when proof.Credential && !isBasic && !isCertificate:
                return Remembered(shown.Credential!, ActorKind.ApiKey, shown.Credential!.Hash!);
            case IdentitySource.Consumer when proof.Consumer:
                return actors.Named(ActorKind.Consumer, shown.Consumer!);
            case IdentitySource.ClientCertificate when proof.Credential && isCertificate:
                return Remembered(shown.Credential!, ActorKind.ClientCertificate, shown.Name ?? shown.Credential!.Hash!);
            case IdentitySource.SessionCookie when proof.Session:
                return Remembered(shown.Session!, ActorKind.Session, shown.Session!.Hash!);
            case IdentitySource.UserField when proof.Credential && isBasic && shown.Name is not null:
                return Remembered(shown.Credential!, ActorKind.User, shown.Name);
            case IdentitySource.UserField when proof.User:
                return Remembered(shown.User!, ActorKind.User, shown.User!.Name!);
            default:
                return null;
        }
    }

    private Actor Remembered(CredentialRecord record, ActorKind kind, string value)
    {
        if (record.Actor is { } actor && actor.Key.Kind == kind && actor.Key.Value == value)
            return actor;
        return record.Actor = actors.Named(kind, ActorTable.Bounded(value));
    }

    /// <summary>Which parts of what a call showed are proven.</summary>
    private readonly record struct Proof(bool Credential, bool Session, bool User, bool Consumer);
}
