namespace Engine.Ingest.Sources.Kafka;

/// <summary>What the value of a Kafka record is.</summary>
public enum KafkaEncoding
{
    /// <summary>The record itself, in the format of the source.</summary>
    Raw,

    /// <summary>Avro behind a zero byte and the id of its schema (the Confluent wire format), read as JSON.</summary>
    Avro,
}
