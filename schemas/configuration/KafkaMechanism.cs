namespace Engine.Schemas;

/// <summary>How a user proves to Kafka who he is (RFC 4616, RFC 5802).</summary>
public enum KafkaMechanism { Plain, ScramSha256, ScramSha512 }
