namespace Engine.Schemas;

/// <summary>How a Kafka broker is spoken to. Tls is what Kafka calls SSL.</summary>
public enum KafkaProtocol { Plaintext, Tls, SaslPlaintext, SaslTls }
