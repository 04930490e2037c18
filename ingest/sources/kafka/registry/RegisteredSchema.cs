using Avro;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>What the registry says of a schema id.</summary>
/// <param name="Schema">The schema; null where there is none that can be used.</param>
/// <param name="Refusal">Why not; null where there is.</param>
internal sealed record RegisteredSchema(Schema? Schema, string? Refusal)
{
    /// <param name="id">Id of the schema.</param>
    /// <param name="registered">What is registered under it.</param>
    public static RegisteredSchema Of(int id, Confluent.SchemaRegistry.Schema registered)
    {
        if (registered.SchemaType != Confluent.SchemaRegistry.SchemaType.Avro)
            return Refused($"schema {id} is {registered.SchemaType}, not Avro");
        if (registered.References is { Count: > 0 })
            return Refused($"schema {id} refers to other schemas, which are not read");
        try
        {
            return new RegisteredSchema(Schema.Parse(registered.SchemaString), null);
        }
        catch (AvroException broken)
        {
            return Refused($"schema {id} is no Avro schema ({Schemas.UserError.Why(broken)})");
        }
    }

    public static RegisteredSchema Refused(string why) => new(null, why);
}
