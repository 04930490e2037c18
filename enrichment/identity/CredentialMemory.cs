using Engine.Enrichment.Endpoints;
using Engine.Enrichment.State;

namespace Engine.Enrichment.Identity;

/// <summary>
/// Credentials met lately, found by a seeded XxHash128 of the credential. Why not by the credential: a table of secrets is a prize, and every
/// copy of one lives as long as the table. Why not by their keyed hash: it costs 1.5 µs a call, the seeded one 0.05. A client that does not
/// know the seed cannot make two credentials meet, and would gain nothing: the record keeps the names of the first.
/// </summary>
/// <remarks>
/// Verified ones live apart, so that a flood of invented credentials makes room among invented credentials only. Only they are saved:
/// all that is remembered of another one is what it says itself, and it will say it again.
/// </remarks>
internal sealed class CredentialMemory(CredentialHasher hasher, TableSeed seed, int mostVerified, Ledger ledger, KeySeal seal)
{
    /// <summary>Credentials not verified (yet): about 0.3 KiB each, 0.7 for a JSON Web Token.</summary>
    private const int MostUnverified = 16_384;

    // The same text is another credential in another place: who sends a hash that was stored somewhere as a token must not be its owner.
    private static readonly UInt128 s_basicMark = 1;
    private static readonly UInt128 s_hashMark = 2;

    private readonly BoundedTable<UInt128, CredentialRecord> _verified = new(mostVerified, ledger.Remove);
    private readonly BoundedTable<UInt128, CredentialRecord> _unverified = new(MostUnverified);
    private readonly byte[] _pair = new byte[32];

    public Ledger Ledger { get; } = ledger;
    public KeySeal Seal { get; } = seal;

    /// <summary>Verified credentials that had to make room: their next refusal is a stranger's.</summary>
    public long ForgottenVerified => _verified.Forgotten;
    public long ForgottenUnverified => _unverified.Forgotten;
    public int Count => _verified.Count + _unverified.Count;

    /// <param name="secret">The credential as received.</param>
    /// <param name="basicUser">It is basic authentication, so it may name a user.</param>
    public CredentialRecord OfSecret(string secret, bool basicUser)
    {
        var key = seed.Hash128(secret.AsSpan(0, Math.Min(secret.Length, CredentialHasher.LongestSecret))) ^ (basicUser ? s_basicMark : 0u);
        if (Find(key) is { } known)
            return known;
        var token = basicUser ? null : JwtReader.Read(secret);
        return Remember(new CredentialRecord(this, key, hasher.Hash(secret), token, basicUser ? BasicCredential.User(secret) : token?.Name));
    }

    /// <summary>A credential that the source has hashed already.</summary>
    public CredentialRecord OfHash(string hash)
    {
        var key = seed.Hash128(hash) ^ s_hashMark;
        return Find(key) ?? Remember(new CredentialRecord(this, key, hash, null, null));
    }

    /// <summary>A name without a credential to tie it to: remembered for one client only, so that its success proves nothing for others.</summary>
    public CredentialRecord OfName(string name, ulong client)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(_pair, client);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(_pair.AsSpan(16), seed.Hash128(name));
        var key = seed.Hash128(_pair);
        return Find(key) ?? Remember(new CredentialRecord(this, key, null, null, name));
    }

    /// <summary>A record became verified, by something else, or is so no longer (by nothing).</summary>
    /// <param name="record">The record.</param>
    /// <param name="acceptedBy">Endpoint that accepted it; null: none, or the gateway.</param>
    /// <param name="acceptedIn">Format of the source that saw it.</param>
    /// <param name="isFirm">Whether a refusal means that it expired.</param>
    public void Judge(CredentialRecord record, LearnedEndpoint? acceptedBy, string? acceptedIn, bool isFirm)
    {
        record.Judge(acceptedBy, acceptedIn, isFirm);
        _verified.Remove(record.Key);
        _unverified.Remove(record.Key);
        (record.IsVerified ? _verified : _unverified).Set(record.Key, record);
        if (record.IsVerified)
            Ledger.Add(record);
        else
            Ledger.Remove(record);
    }

    /// <summary>Takes over a verified record of an earlier run.</summary>
    public void Restore(CredentialRecord record, LearnedEndpoint? acceptedBy)
    {
        record.Judge(acceptedBy, record.AcceptedIn, record.IsFirm);
        Ledger.Hold(record);
        _verified.Set(record.Key, record);
    }

    private CredentialRecord? Find(UInt128 key) =>
        _verified.TryGet(key, out var record) || _unverified.TryGet(key, out record) ? record : null;

    private CredentialRecord Remember(CredentialRecord record)
    {
        _unverified.Set(record.Key, record);
        return record;
    }
}
