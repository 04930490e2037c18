using System.Buffers.Text;
using System.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// What the fields and headers of a call show of who makes it, strongest credential first: Authorization, API key, cookie.
/// Secrets are decoded each time and not put into the pool of texts, where they would outlive their call.
/// </summary>
internal struct CredentialDraft
{
    /// <summary>What Kong and others write in place of a secret: never a credential, or all callers would share one.</summary>
    private static ReadOnlySpan<byte> Redacted => "REDACTED"u8;

    // Basic credentials longer than this are no person's: they are kept as a credential, but not taken apart.
    private const int MostBasicBytes = 1024;

    private const int MostClaims = 16;

    private AuthenticationScheme _scheme;
    private string? _credential;
    private bool _fromAuthorization;
    private string? _basicUser;
    private string? _certificate;

    public string? Subject;
    public string? Consumer;
    public string? Session;
    public bool? Verified;

    /// <summary>False: the server refused it; null: it does not say.</summary>
    public bool? CertificateIsVerified;
    private List<HeaderField>? _claims;

    /// <summary>Value of an Authorization header (RFC 9110 §11.6.2). JWTs stay closed: enrichment reads them.</summary>
    public void TakeAuthorization(ReadOnlySpan<byte> value)
    {
        var space = value.IndexOf((byte)' ');
        var scheme = space < 0 ? value : value[..space];
        var secret = space < 0 ? default : value[(space + 1)..].Trim((byte)' ');
        _fromAuthorization = true;
        _credential = null;
        if (secret.IsEmpty)
        {
            _scheme = AuthenticationScheme.Other;
            if (!value.IsEmpty && !value.SequenceEqual(Redacted))
                _credential = Encoding.UTF8.GetString(value);
            return;
        }

        _credential = secret.SequenceEqual(Redacted) ? null : Encoding.UTF8.GetString(secret);
        if (Ascii.EqualsIgnoreCase(scheme, "Bearer"u8))
        {
            _scheme = IsJwt(secret) ? AuthenticationScheme.Jwt : AuthenticationScheme.Bearer;
        }
        else if (Ascii.EqualsIgnoreCase(scheme, "Basic"u8))
        {
            _scheme = AuthenticationScheme.Basic;
            _basicUser = BasicUser(secret);
        }
        else
        {
            _scheme = Ascii.EqualsIgnoreCase(scheme, "AWS4-HMAC-SHA256"u8) || Ascii.EqualsIgnoreCase(scheme, "Digest"u8)
                ? AuthenticationScheme.Signature
                : AuthenticationScheme.Other;
            // A signature differs with every call, so it identifies nobody.
            if (_scheme == AuthenticationScheme.Signature)
                _credential = null;
        }
    }

    public void TakeApiKey(ReadOnlySpan<byte> value)
    {
        if (_fromAuthorization || value.IsEmpty || value.SequenceEqual(Redacted))
            return;
        _scheme = AuthenticationScheme.ApiKey;
        _credential = Encoding.UTF8.GetString(value);
    }

    /// <summary>Cookie header: only the session's value is kept, whose name says so (session, sess, sid and their usual forms).</summary>
    public void TakeCookies(ReadOnlySpan<byte> value)
    {
        while (Session is null && !value.IsEmpty)
        {
            var end = value.IndexOf((byte)';');
            var pair = (end < 0 ? value : value[..end]).Trim((byte)' ');
            value = end < 0 ? default : value[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            if (equals > 0 && equals < pair.Length - 1 && IsSessionName(pair[..equals]) && !pair[(equals + 1)..].SequenceEqual(Redacted))
                Session = Encoding.UTF8.GetString(pair[(equals + 1)..]);
        }
    }

    /// <summary>The user of a Basic header as the server logs it, without the password.</summary>
    public void TakeBasicUser(string name)
    {
        _scheme = AuthenticationScheme.Basic;
        Subject = name;
    }

    /// <summary>Subject of the certificate that the client showed; it counts where no other credential is stronger.</summary>
    public void TakeCertificate(ReadOnlySpan<byte> subject) => _certificate = Encoding.UTF8.GetString(subject);

    /// <summary>What a record says of the user besides the name; a few are kept.</summary>
    public void TakeClaim(string name, string value)
    {
        if ((_claims ??= []).Count < MostClaims)
            _claims.Add(new HeaderField(name, value));
    }

    public readonly AuthenticationEvidence? Evidence()
    {
        if (_scheme == AuthenticationScheme.None && _certificate is not null && Subject is null && Consumer is null)
            return Certificate();
        var scheme = _scheme == AuthenticationScheme.None && Session is not null ? AuthenticationScheme.Cookie : _scheme;
        if (scheme == AuthenticationScheme.None && Subject is null && Consumer is null)
            return null;
        return new AuthenticationEvidence
        {
            Scheme = scheme,
            Credential = _credential,
            Subject = Subject ?? _basicUser,
            Consumer = Consumer,
            Session = Session,
            Claims = _claims,
            VerifiedByGateway = Verified,
        };
    }

    private readonly AuthenticationEvidence Certificate() => new()
    {
        Scheme = AuthenticationScheme.ClientCertificate,
        Credential = _certificate,
        Subject = _certificate,
        Session = Session,
        Claims = _claims,
        VerifiedByGateway = CertificateIsVerified,
    };

    private static bool IsJwt(ReadOnlySpan<byte> token) => token.StartsWith("eyJ"u8) && token.Count((byte)'.') == 2;

    private static string? BasicUser(ReadOnlySpan<byte> secret)
    {
        if (secret.Length > MostBasicBytes)
            return null;
        Span<byte> decoded = stackalloc byte[MostBasicBytes];
        if (Base64.DecodeFromUtf8(secret, decoded, out _, out var written) != System.Buffers.OperationStatus.Done)
            return null;
        var colon = decoded[..written].IndexOf((byte)':');
        return colon > 0 ? Encoding.UTF8.GetString(decoded[..colon]) : null;
    }

    /// <summary>True: a cookie of this name is the session.</summary>
    public static bool IsSessionName(ReadOnlySpan<byte> name)
    {
        if (name.Length > 64)
            return false;
        Span<byte> lower = stackalloc byte[64];
        Ascii.ToLower(name, lower, out var written);
        lower = lower[..written];
        return lower.IndexOf("sess"u8) >= 0 || lower.SequenceEqual("sid"u8) || lower.EndsWith(".sid"u8) || lower.EndsWith("_sid"u8);
    }
}
