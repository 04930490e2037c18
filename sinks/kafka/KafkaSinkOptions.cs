using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Sinks.Kafka;

/// <summary>Section <c>kafka</c>: which cluster, and what is published to it.</summary>
public sealed record KafkaSinkOptions : KafkaConnection
{
    private const string TopicName = "^[A-Za-z0-9._-]{1,249}$";
    private const string NoTopicName = "is not a topic's name; use letters, digits, '.', '_' and '-', at most 249";

    /// <summary>Topic of the verdicts, keyed by actor. Default engine.verdicts.</summary>
    [RegularExpression(TopicName, ErrorMessage = NoTopicName)]
    public string VerdictTopic { get; init; } = "engine.verdicts";

    /// <summary>Topic of the refused records, keyed by the input's partition. Default engine.dead-letters.</summary>
    [RegularExpression(TopicName, ErrorMessage = NoTopicName)]
    public string DeadLetterTopic { get; init; } = "engine.dead-letters";

    /// <summary>How long a record may wait for its broker; beyond it the engine stops with the reason. Default 5min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Memory for records that the broker has not confirmed; beyond it the stream waits. Default 64MiB.</summary>
    [ByteSize]
    [Range(64 << 10, 1 << 30)]
    public int Queue { get; init; } = 64 << 20;

    /// <summary>Largest record. A larger verdict is cut to fit and says so in a header. Not above the topics' max.message.bytes. Default 1000000.</summary>
    [Range(16 << 10, 100 << 20)]
    public int MaximumRecordBytes { get; init; } = 1_000_000;

    /// <summary>Longest wait for an answer when the engine starts, and of `engine topics`. Default 10s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Address of a schema registry (Confluent's protocol). Records then begin with the id of their schema, registered as TOPIC-value;
    /// without a registry they are Avro single-object encoded. Default none.
    /// </summary>
    /// <example>http://schema-registry:8081</example>
    public string? SchemaRegistry { get; init; }

    /// <summary>User at the registry. Default none.</summary>
    public string? SchemaRegistryUser { get; init; }

    /// <summary>Password at the registry, as a reference: file:/path or env:NAME. Default none.</summary>
    [Secret]
    public string? SchemaRegistryPassword { get; init; }

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
            yield return problem;
        if (SchemaRegistry is not null && !(Uri.TryCreate(SchemaRegistry, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new ValidationResult("is not a valid address; write http://HOST:PORT", [nameof(SchemaRegistry)]);
        if (SchemaRegistry is null && SchemaRegistryUser is not null)
            yield return new ValidationResult("has no effect: schema_registry is not set", [nameof(SchemaRegistryUser)]);
        if (SchemaRegistryUser is null != SchemaRegistryPassword is null)
            yield return new ValidationResult("is not enough: schema_registry_user and schema_registry_password go together", [SchemaRegistryUser is null ? nameof(SchemaRegistryPassword) : nameof(SchemaRegistryUser)]);
        if (VerdictTopic == DeadLetterTopic)
            yield return new ValidationResult("is the topic of the verdicts as well; give each its own", [nameof(DeadLetterTopic)]);
    }
}
