using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Engine.App.Simulation.Shop;

/// <summary>
/// What a client shows to be let in: a person's bearer token or an integration's key. The token is a real HS256 JWT, signed
/// with a key that protects nothing.
/// </summary>
internal sealed class Credential
{
    private static readonly byte[] SigningKey = "simulated traffic: this key protects nothing"u8.ToArray();
    private byte[]? _token;
    private readonly long _issuedAt;
    private readonly long _validUntil;

    private Credential(Account account, long issuedAt, long validUntil, ulong session) =>
        (Account, _issuedAt, _validUntil, Session) = (account, issuedAt, validUntil, session);

    public Account Account { get; }

    /// <summary>Session cookie of a browser.</summary>
    public ulong Session { get; }

    /// <summary>As it stands in the Authorization or apikey header; made when a format first needs it.</summary>
    public ReadOnlySpan<byte> Token => _token ??= Account.IsConsumer ? Key() : Jwt();

    /// <param name="account">Who signs in.</param>
    /// <param name="issuedAt">Milliseconds since the Unix epoch.</param>
    /// <param name="lifetime">Milliseconds.</param>
    /// <param name="session">Number of the session.</param>
    public static Credential ForPerson(Account account, long issuedAt, long lifetime, ulong session) =>
        new(account, issuedAt, issuedAt + lifetime, session);

    public static Credential ForIntegration(Account account, ulong secret) => new(account, 0, long.MaxValue, secret);

    public bool IsValid(long at) => at < _validUntil;

    private byte[] Key() => Encoding.ASCII.GetBytes($"sim_{Chance.Mix(Session, 1):x16}{Chance.Mix(Session, 2):x16}");

    private byte[] Jwt()
    {
        var payload = $$"""
            {"iss":"https://id.shop.example","sub":"{{Account.Name}}","role":"{{Account.Role}}",
            """ + $$"""
            "iat":{{_issuedAt / 1000}},"exp":{{_validUntil / 1000}},"jti":"{{Session:x16}}"}
            """;
        var header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var signed = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        var signature = HMACSHA256.HashData(SigningKey, Encoding.ASCII.GetBytes(signed));
        return Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signature)}");
    }
}
