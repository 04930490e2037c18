using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Sinks.Kafka;

/// <summary>Section <c>kafka.schema_registry</c>.</summary>
public sealed record SchemaRegistryOptions : IValidatableObject
{
    /// <summary>
    /// Address of a schema registry (Confluent's protocol). Records then begin with the id of their schema, registered as TOPIC-value;
    /// without a registry they are Avro single-object encoded. Default: none.
    /// </summary>
    /// <example>http://schema-registry:8081</example>
    public string? Url { get; init; }

    /// <summary>User at the registry. Default: none.</summary>
    public string? User { get; init; }

    /// <summary>Password at the registry, as a reference: file:/path or env:NAME. Default: none.</summary>
    [Secret]
    public string? Password { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is not null && !(Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new ValidationResult("is not a valid address; write http://HOST:PORT", [nameof(Url)]);
        if (Url is null && (User ?? Password) is not null)
            yield return new ValidationResult("has no effect: url is not set", [User is null ? nameof(Password) : nameof(User)]);
        if (Url is not null && User is null != Password is null)
            yield return new ValidationResult("user and password belong together", [User is null ? nameof(Password) : nameof(User)]);
    }

    /// <summary>Without the secret: a record would print it.</summary>
    public override string ToString() => Url ?? "none";
}
