namespace Engine.Ingest.Formats.Otlp;

/// <summary>What spans and log records do not say of themselves.</summary>
public sealed record OtlpOptions
{
    /// <summary>
    /// True: the services write enduser.id and user.id only of users whose credential they have checked. Default false, since agents also
    /// take them out of tokens that nobody has looked at.
    /// </summary>
    public bool UserIsVerified { get; init; }
}
