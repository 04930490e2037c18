namespace Engine.Enrichment;

/// <summary>What enrichment counted so far, restarts included; actors and credentials are those in memory. A snapshot: it does not change any more.</summary>
public sealed record EnricherStatistics
{
    public required long Calls { get; init; }

    /// <summary>Calls that claimed an identity and were left to address + fingerprint, because it was not proven.</summary>
    public required long UnprovenIdentities { get; init; }

    /// <summary>Verifications taken back: their endpoint serves strangers, or the credential was refused with 401.</summary>
    public required long WithdrawnCredentials { get; init; }

    /// <summary>Verified credentials that had to make room: until their next accepted call they count as unproven.</summary>
    public required long ForgottenCredentials { get; init; }

    /// <summary>Actors that had to make room; they come back as equal instances.</summary>
    public required long ForgottenActors { get; init; }

    /// <summary>Calls for which the bounds left no service, template or word of their own.</summary>
    public required long OverflowedEndpoints { get; init; }

    /// <summary>Calls in which something besides the credential was secret: a parameter, a header, a body.</summary>
    public required long ScrubbedCalls { get; init; }
    public required int Actors { get; init; }
    public required int Credentials { get; init; }
    public required int Services { get; init; }
}
