using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Section <c>kafka</c> of a source: which topics, as whom, from where.</summary>
public sealed record KafkaOptions : KafkaConnection
{
    /// <summary>Topics by name, or by a regular expression that begins with '^'. A topic that is created later and fits is read as well.</summary>
    /// <example>[gateway-log]</example>
    [MinLength(1, ErrorMessage = "names no topic")]
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Consumer group: its offsets say how far the topics are safe. Default engine.</summary>
    [MinLength(1, ErrorMessage = "is empty; the offsets are kept under this name")]
    public string Group { get; init; } = "engine";

    /// <summary>
    /// Where a partition begins that neither a checkpoint nor the group knows: earliest, latest, or a time (2026-01-31T00:00:00Z). Partitions
    /// that are added later are read whole. Default earliest.
    /// </summary>
    public string Start { get; init; } = KafkaStart.Earliest;

    /// <summary>What a record's value is: the record itself, or Avro with a schema registry. Default raw.</summary>
    public KafkaEncoding Encoding { get; init; } = KafkaEncoding.Raw;

    /// <summary>Address of the schema registry (http://HOST:PORT), for encoding avro. Default none.</summary>
    public string? SchemaRegistry { get; init; }

    /// <summary>User at the schema registry (HTTP basic). Default none.</summary>
    public string? SchemaRegistryUser { get; init; }

    /// <summary>Password at the schema registry, as a reference: file:/path or env:NAME. Default none.</summary>
    [Secret]
    public string? SchemaRegistryPassword { get; init; }

    /// <summary>How often new topics and partitions are looked for. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start waits for a broker that answers and for a topic that exists. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
            yield return problem;
        foreach (var topic in Topics.Where(topic => !IsTopic(topic)))
            yield return new ValidationResult($"'{topic}' is neither the name of a topic nor a regular expression that begins with '^'", [nameof(Topics)]);
        if (!KafkaStart.TryParse(Start, out _))
            yield return new ValidationResult($"'{Start}' is neither earliest, latest nor a time like 2026-01-31T00:00:00Z", [nameof(Start)]);
        if (Encoding == KafkaEncoding.Avro && !(Uri.TryCreate(SchemaRegistry, UriKind.Absolute, out var registry) && registry.Scheme is "http" or "https"))
            yield return new ValidationResult("is missing: encoding avro asks for http://HOST:PORT", [nameof(SchemaRegistry)]);
        if (Encoding != KafkaEncoding.Avro && SchemaRegistry is not null)
            yield return new ValidationResult("has no effect: the encoding is not avro", [nameof(SchemaRegistry)]);
        if (SchemaRegistryUser is null != SchemaRegistryPassword is null)
            yield return new ValidationResult("schema_registry_user and schema_registry_password go together", [nameof(SchemaRegistryUser)]);
    }

    private static bool IsTopic(string topic)
    {
        if (!topic.StartsWith('^'))
            return topic.Length is > 0 and < 250 && topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        try
        {
            _ = new Regex(topic);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
