namespace Engine.Schemas;

/// <summary>How connections to Kafka are secured.</summary>
public enum KafkaProtocol
{
    /// <summary>Neither encrypted nor authenticated.</summary>
    Plaintext,

    /// <summary>Encrypted; with a client certificate where one is given.</summary>
    Tls,

    /// <summary>A user and password in the clear.</summary>
    SaslPlaintext,

    /// <summary>Encrypted, with a user and password.</summary>
    SaslTls,
}
