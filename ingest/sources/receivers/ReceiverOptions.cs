using Engine.Schemas;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>One source that is sent to.</summary>
public sealed record ReceiverOptions
{
    /// <summary>Name of the source, in positions and in paths.</summary>
    public required string Name { get; init; }
    public required ReceiverKind Kind { get; init; }

    /// <summary>Names of the formats of its records; which one a request has, its receiver says by the place in the list.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Environment that the calls belong to. Default production.</summary>
    public string Environment { get; init; } = "production";

    /// <summary>Where HTTP or syslog over TCP is taken; null: nowhere.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary>Where gRPC is taken; null: nowhere.</summary>
    public ListenAddress? ListenGrpc { get; init; }

    /// <summary>Where syslog over UDP is taken; null: nowhere.</summary>
    public ListenAddress? ListenUdp { get; init; }

    /// <summary>What senders must show; null: nothing.</summary>
    public string? Token { get; init; }

    /// <summary>Certificate of the addresses; null: they speak in the clear.</summary>
    public ReceiverTls? Tls { get; init; }

    /// <summary>Header with the client's address, which the proxy sets. For mirrors.</summary>
    public string ClientAddressHeader { get; init; } = "X-Real-IP";

    /// <summary>Header with the target of the request, which the proxy sets; null: the request has it itself. For mirrors.</summary>
    public string? TargetHeader { get; init; }

    public ReceiverLimits Limits { get; init; } = new();

    /// <summary>Directory of its journal.</summary>
    public required string Journal { get; init; }

    /// <summary>Records of a batch at most. Default 256.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>How far an earlier run came. Default: nothing is known.</summary>
    public InputPositions Resume { get; init; } = InputPositions.None;
}
