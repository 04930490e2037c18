using Engine.Enrichment.Endpoints;
using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Identity;

/// <summary>What is remembered of a credential: never the credential itself.</summary>
/// <param name="home">Where it is remembered and saved.</param>
/// <param name="key">Its seeded hash, under which it is found.</param>
/// <param name="hash">Its keyed hash; null for a name without credential (a log's user field), which is remembered per client.</param>
/// <param name="token">What it says, where it is a JSON Web Token.</param>
/// <param name="name">Whom it names by itself; null for an opaque one.</param>
internal sealed class CredentialRecord(CredentialMemory home, UInt128 key, string? hash, TokenClaims? token, string? name) : Saved(home.Ledger)
{
    public UInt128 Key { get; } = key;
    public string? Hash { get; } = hash;
    public TokenClaims? Token { get; } = token;

    /// <summary>Written by whoever made the credential: blaming it needs proof.</summary>
    public string? Name { get; } = name;

    /// <summary>Endpoint whose acceptance verified it; null where none did, or the gateway did.</summary>
    public LearnedEndpoint? AcceptedBy { get; private set; }

    /// <summary>Format of the source that saw the acceptance.</summary>
    public string? AcceptedIn { get; private set; }

    /// <summary>The gateway verified it, or an endpoint that is known to ask for credentials: a later 401 means it expired.</summary>
    public bool IsFirm { get; private set; }

    public bool IsVerified => IsFirm || AcceptedBy is not null;

    /// <summary>Its actor, once there was one: the key never changes. Not saved: it comes back with the next call.</summary>
    public Actor? Actor { get; set; }

    /// <summary>What its last call showed, without secrets: the next call mostly shows the same. Not saved either.</summary>
    public AuthenticationEvidence? Shown { get; set; }

    /// <summary>Says what it is verified by now; nothing at all: it is not.</summary>
    public void Judge(LearnedEndpoint? acceptedBy, string? acceptedIn, bool isFirm)
    {
        Changing();
        AcceptedBy = acceptedBy;
        AcceptedIn = acceptedIn;
        IsFirm = isFirm;
    }

    protected override StateSection Section => StateSection.Credentials;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => home.Seal.Seal(Key, room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(Hash);
        TokenClaims.Save(ref writer, Token);
        // A token's name is among what it says.
        writer.Write(Token is null ? Name : null);
        writer.Write(IsFirm);
        writer.Write(AcceptedIn);
        writer.Write(AcceptedBy?.Service.Number ?? -1);
        writer.Write(AcceptedBy?.Number ?? -1);
    }

    /// <exception cref="InvalidDataException">No verified credential is like that.</exception>
    public static Snapshot Load(ref MessagePackReader reader, CredentialMemory home, UInt128 key)
    {
        var hash = reader.ReadString();
        var token = TokenClaims.Load(ref reader);
        var record = new CredentialRecord(home, key, hash, token, reader.ReadString() ?? token?.Name) { IsFirm = reader.ReadBoolean() };
        record.AcceptedIn = TokenClaims.Pooled(reader.ReadString());
        return new Snapshot(record, reader.ReadInt32(), reader.ReadInt32());
    }

    /// <summary>As it was saved, with the place of the endpoint that accepted it; -1 where none did.</summary>
    internal readonly record struct Snapshot(CredentialRecord Record, int Service, int Endpoint);
}
