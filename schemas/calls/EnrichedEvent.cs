using System.Net;

namespace Engine.Schemas;

/// <summary>A call with what is known about it: who called, which endpoint, which objects. Carries no secret.</summary>
public sealed record EnrichedEvent
{
    /// <summary>The call, stripped of credentials; sensitive query values are masked.</summary>
    public required ApiEvent Call { get; init; }

    /// <summary>Logical time stamped at the source: max(At, watermark at its position).</summary>
    public required DateTimeOffset Tick { get; init; }

    /// <summary>True: older than the allowed lateness at its position. Processed all the same, and counted.</summary>
    public bool IsLate { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>True: the actor's identity is proven (by the gateway, or an accepted credential). False: address + fingerprint stands in.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The user a call claims to be without proof: its target, not its actor.</summary>
    public string? ClaimedUser { get; init; }

    public required Endpoint Endpoint { get; init; }

    /// <summary>Endpoints that became part of others before this call, since the one before it; null where none did.</summary>
    public EndpointMoves? Moves { get; init; }

    /// <summary>True: the path is only a typed shape so far, the server has not shown that it knows it.</summary>
    public bool IsProvisional { get; init; }
    public EndpointRole Role { get; init; } = EndpointRole.Other;
    public EndpointStanding Standing { get; init; } = EndpointStanding.Unknown;

    /// <summary>Objects in the order in which the path and the query name them; empty where there is none.</summary>
    public IReadOnlyList<ObjectRef> Objects { get; init; } = [];

    /// <summary>Client address after trusted proxies; null where the source has none.</summary>
    public IPAddress? ClientAddress { get; init; }
    public NetworkOrigin? Origin { get; init; }
    public ClientClass Client { get; init; } = ClientClass.Unknown;

    public IReadOnlyList<SensitiveFinding>? RequestFindings { get; init; }
    public IReadOnlyList<SensitiveFinding>? ResponseFindings { get; init; }

    /// <summary>Records in the response (elements of its outer list); null where no body is seen.</summary>
    public int? ResponseRecords { get; init; }
}
