namespace Engine.Schemas;

/// <summary>How user and password are proven to a Kafka broker. The SCRAM ones are Kafka's SCRAM-SHA-256 and SCRAM-SHA-512.</summary>
public enum KafkaSaslMechanism { Plain, ScramSha256, ScramSha512 }
