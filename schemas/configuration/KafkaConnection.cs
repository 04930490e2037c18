using System.ComponentModel.DataAnnotations;

namespace Engine.Schemas;

/// <summary>Where a Kafka cluster is and how one proves to it who one is. The same for whoever reads and whoever writes.</summary>
public sealed record KafkaConnection : IValidatableObject
{
    /// <summary>Brokers to ask first, <c>host:port</c> with commas between them; empty: no Kafka. Default empty.</summary>
    /// <example>kafka-1:9092,kafka-2:9092</example>
    public string BootstrapServers { get; init; } = "";

    /// <summary>How the brokers are spoken to. Default plaintext.</summary>
    public KafkaProtocol Protocol { get; init; } = KafkaProtocol.Plaintext;

    /// <summary>How user and password are proven; only with a sasl protocol. Default plain.</summary>
    public KafkaSaslMechanism SaslMechanism { get; init; } = KafkaSaslMechanism.Plain;

    /// <summary>User of a sasl protocol. Default: none.</summary>
    public string? User { get; init; }

    /// <summary>Password of a sasl protocol, as a reference: file:/path or env:NAME. Default: none.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>PEM file with the authorities that the brokers' certificates are checked against. Default: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file with our own certificate, where the brokers ask for one. Default: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the key of <see cref="CertificateFile"/>. Default: none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A cluster is named.</summary>
    public bool IsConfigured => BootstrapServers.Length > 0;

    private bool IsSasl => Protocol is KafkaProtocol.SaslPlaintext or KafkaProtocol.SaslTls;

    private bool IsTls => Protocol is KafkaProtocol.Tls or KafkaProtocol.SaslTls;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var server in BootstrapServers.Split(',').Where(server => IsConfigured && !IsHostAndPort(server.Trim())))
            yield return new ValidationResult($"'{server}' is not host:port; write for example kafka-1:9092", [nameof(BootstrapServers)]);
        if (IsSasl && (User is null || Password is null))
            yield return new ValidationResult("asks for user and password", [nameof(Protocol)]);
        if (!IsSasl && User is not null)
            yield return new ValidationResult("has no effect: protocol is not a sasl one", [nameof(User)]);
        if (!IsSasl && Password is not null)
            yield return new ValidationResult("has no effect: protocol is not a sasl one", [nameof(Password)]);
        if (!IsTls && (CaFile ?? CertificateFile ?? KeyFile) is not null)
            yield return new ValidationResult("uses no certificates; write tls or sasl_tls, or remove ca_file, certificate_file and key_file", [nameof(Protocol)]);
        if (CertificateFile is null != KeyFile is null)
            yield return new ValidationResult("certificate_file and key_file belong together", [CertificateFile is null ? nameof(KeyFile) : nameof(CertificateFile)]);
    }

    /// <summary>
    /// The same in the names of librdkafka's configuration (CONFIGURATION.md there), which every Kafka client of ours is built on: one
    /// mapping for readers and writers.
    /// </summary>
    public IReadOnlyDictionary<string, string> ToProperties()
    {
        var all = new (string Name, string? Value)[]
        {
            ("bootstrap.servers", BootstrapServers),
            ("security.protocol", Protocol switch
            {
                KafkaProtocol.Tls => "ssl",
                KafkaProtocol.SaslPlaintext => "sasl_plaintext",
                KafkaProtocol.SaslTls => "sasl_ssl",
                _ => "plaintext",
            }),
            ("sasl.mechanism", !IsSasl ? null : SaslMechanism switch
            {
                KafkaSaslMechanism.ScramSha256 => "SCRAM-SHA-256",
                KafkaSaslMechanism.ScramSha512 => "SCRAM-SHA-512",
                _ => "PLAIN",
            }),
            ("sasl.username", User),
            ("sasl.password", Password),
            ("ssl.ca.location", CaFile),
            ("ssl.certificate.location", CertificateFile),
            ("ssl.key.location", KeyFile),
        };
        return all.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value!);
    }

    /// <summary>Without the secret: a record would print it.</summary>
    public override string ToString() => BootstrapServers;

    private static bool IsHostAndPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text.AsSpan(colon + 1), out var port) && port is > 0 and <= 65_535;
}
