using System.ComponentModel.DataAnnotations;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Certificate of a listening address.</summary>
public sealed record ReceiverTls
{
    /// <summary>File with the certificate and those between it and its root, PEM.</summary>
    /// <example>/etc/engine/tls.crt</example>
    [MinLength(1, ErrorMessage = "names no file")]
    public required string Certificate { get; init; }

    /// <summary>File with its private key, PEM.</summary>
    /// <example>/etc/engine/tls.key</example>
    [MinLength(1, ErrorMessage = "names no file")]
    public required string Key { get; init; }
}
