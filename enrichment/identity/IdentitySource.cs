namespace Engine.Enrichment.Identity;

/// <summary>Where an actor's identity can come from.</summary>
public enum IdentitySource
{
    /// <summary>Subject of a JSON Web Token, or the client it was issued to.</summary>
    JwtSubject,

    /// <summary>API key or opaque token, by its keyed hash.</summary>
    ApiKey,

    /// <summary>Consumer that the gateway named.</summary>
    Consumer,

    /// <summary>Client certificate.</summary>
    ClientCertificate,

    /// <summary>Session cookie, by its keyed hash.</summary>
    SessionCookie,

    /// <summary>User of basic authentication, or the log's user field.</summary>
    UserField,

    /// <summary>Address + fingerprint: the last resort, whether it is listed or not.</summary>
    Address,
}
