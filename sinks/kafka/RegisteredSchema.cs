using Confluent.SchemaRegistry;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Sinks.Kafka;

/// <summary>Our schemas in a schema registry.</summary>
internal static class RegisteredSchema
{
    /// <summary>Registers the schema under TOPIC-value, where it is not there yet.</summary>
    /// <returns>Its id, which stands before every record.</returns>
    /// <exception cref="UserError">The registry does not answer or refuses the schema.</exception>
    public static async Task<int> IdAsync(KafkaSinkOptions options, string topic, TopicSchema schema)
    {
        var configuration = new SchemaRegistryConfig { Url = options.SchemaRegistry, RequestTimeoutMs = (int)options.ConnectTimeout.TotalMilliseconds };
        if (options.SchemaRegistryUser is not null)
            configuration.BasicAuthUserInfo = $"{options.SchemaRegistryUser}:{options.SchemaRegistryPassword}";
        try
        {
            using var registry = new CachedSchemaRegistryClient(configuration);
            return await registry.RegisterSchemaAsync($"{topic}-value", new Schema(schema.Text, SchemaType.Avro));
        }
        catch (Exception e) when (e is SchemaRegistryException or HttpRequestException or TaskCanceledException)
        {
            throw new UserError($"the schema registry at {options.SchemaRegistry} did not take the schema of {topic}-value ({UserError.Why(e)}); "
                + "check kafka.schema_registry, and where it finds the schema incompatible, what is registered under that subject", cause: e);
        }
    }
}
