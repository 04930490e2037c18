using System.ComponentModel.DataAnnotations;

namespace Engine.Schemas;

/// <summary>How Kafka is reached, the same for what reads and what writes.</summary>
public record KafkaConnection : IValidatableObject
{
    /// <summary>Brokers that are asked first, as HOST:PORT, separated by commas.</summary>
    /// <example>kafka-1:9092,kafka-2:9092</example>
    [MinLength(1, ErrorMessage = "names no broker; write HOST:PORT")]
    public required string BootstrapServers { get; init; }

    /// <summary>How connections are secured. Default plaintext.</summary>
    public KafkaProtocol Protocol { get; init; } = KafkaProtocol.Plaintext;

    /// <summary>How the user proves who he is, for the protocols with sasl. Default scram-sha512.</summary>
    public KafkaMechanism SaslMechanism { get; init; } = KafkaMechanism.ScramSha512;

    /// <summary>User, for the protocols with sasl. Default none.</summary>
    public string? User { get; init; }

    /// <summary>Password, as a reference: file:/path or env:NAME. Default none.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>Certificates (PEM) that brokers are checked with, for the protocols with tls. Default: those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>Certificate (PEM) that the engine shows, for the protocols with tls. Default none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Private key (PEM, not encrypted) of that certificate. Default none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Further settings of librdkafka, by its own names (docs.confluent.io, CONFIGURATION.md). What the engine sets itself stays as it is. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    private bool IsTls => Protocol is KafkaProtocol.Tls or KafkaProtocol.SaslTls;
    private bool IsSasl => Protocol is KafkaProtocol.SaslPlaintext or KafkaProtocol.SaslTls;

    /// <summary>The same as properties of librdkafka. What a caller sets itself goes on top.</summary>
    public Dictionary<string, string> ToClientProperties()
    {
        var properties = new Dictionary<string, string>(Client)
        {
            ["bootstrap.servers"] = BootstrapServers,
            ["security.protocol"] = Protocol switch
            {
                KafkaProtocol.Tls => "ssl",
                KafkaProtocol.SaslPlaintext => "sasl_plaintext",
                KafkaProtocol.SaslTls => "sasl_ssl",
                _ => "plaintext",
            },
        };
        if (IsSasl)
        {
            properties["sasl.mechanisms"] = SaslMechanism switch
            {
                KafkaMechanism.ScramSha256 => "SCRAM-SHA-256",
                KafkaMechanism.ScramSha512 => "SCRAM-SHA-512",
                _ => "PLAIN",
            };
            properties["sasl.username"] = User ?? "";
            properties["sasl.password"] = Password ?? "";
        }

        Add(properties, "ssl.ca.location", CaFile);
        Add(properties, "ssl.certificate.location", CertificateFile);
        Add(properties, "ssl.key.location", KeyFile);
        return properties;
    }

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsSasl && User is null) yield return new ValidationResult("is missing: the protocol asks for a user and a password", [nameof(User)]);
        if (IsSasl && Password is null) yield return new ValidationResult("is missing: the protocol asks for a user and a password", [nameof(Password)]);
        if (!IsSasl && User is not null) yield return new ValidationResult("has no effect: the protocol is not one with sasl", [nameof(User)]);
        if (!IsSasl && Password is not null) yield return new ValidationResult("has no effect: the protocol is not one with sasl", [nameof(Password)]);
        foreach (var (name, value) in new[] { (nameof(CaFile), CaFile), (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile) })
        {
            if (!IsTls && value is not null) yield return new ValidationResult("has no effect: the protocol is not one with tls", [name]);
        }

        if (CertificateFile is null != KeyFile is null)
            yield return new ValidationResult("is missing: certificate_file and key_file go together", [CertificateFile is null ? nameof(CertificateFile) : nameof(KeyFile)]);
    }

    private static void Add(Dictionary<string, string> properties, string name, string? value)
    {
        if (value is not null)
            properties[name] = value;
    }
}
