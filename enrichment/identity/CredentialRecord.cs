using Engine.Enrichment.Endpoints;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>What is remembered of a credential: never the credential itself.</summary>
/// <param name="key">Its seeded hash, under which it is found.</param>
/// <param name="hash">Its keyed hash; null for a name without credential (a log's user field), which is remembered per client.</param>
/// <param name="token">What it says, where it is a JSON Web Token.</param>
/// <param name="name">Whom it names by itself; null for an opaque one.</param>
internal sealed class CredentialRecord(UInt128 key, string? hash, TokenClaims? token, string? name)
{
    public UInt128 Key { get; } = key;
    public string? Hash { get; } = hash;
    public TokenClaims? Token { get; } = token;

    /// <summary>Written by whoever made the credential: blaming it needs proof.</summary>
    public string? Name { get; } = name;

    /// <summary>Endpoint whose acceptance verified it; null where none did, or the gateway did.</summary>
    public LearnedEndpoint? AcceptedBy { get; set; }

    /// <summary>Format of the source that saw the acceptance.</summary>
    public string? AcceptedIn { get; set; }

    /// <summary>The gateway verified it, or an endpoint that is known to ask for credentials: a later 401 means it expired.</summary>
    public bool IsFirm { get; set; }

    public bool IsVerified => IsFirm || AcceptedBy is not null;

    /// <summary>Its actor, once there was one: the key never changes.</summary>
    public Actor? Actor { get; set; }

    /// <summary>What its last call showed, without secrets: the next call mostly shows the same.</summary>
    public AuthenticationEvidence? Shown { get; set; }
}
