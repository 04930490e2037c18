namespace Engine.Integration.Kafka;

internal enum KafkaKind { Mock, Real }
