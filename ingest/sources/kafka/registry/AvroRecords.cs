using Confluent.SchemaRegistry;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>Values in the Confluent wire format as JSON.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed class AvroRecords(SchemaLookup schemas, int mostBytes) : IDisposable
{
    private readonly AvroToJson _json = new(mostBytes);

    /// <summary>Null where the source's values are no Avro.</summary>
    public static AvroRecords? Open(KafkaSource.Options options, TimeProvider time)
    {
        var kafka = options.Kafka;
        if (kafka.Encoding != KafkaEncoding.Avro)
            return null;
        var settings = new SchemaRegistryConfig
        {
            Url = kafka.SchemaRegistry,
            RequestTimeoutMs = 5000,
            // Waiting for it is ours, so that it can be told and ended. One means one attempt; with none the client fails before it asks.
            MaxRetries = 1,
        };
        if (kafka.SchemaRegistryUser is not null)
            settings.BasicAuthUserInfo = $"{kafka.SchemaRegistryUser}:{kafka.SchemaRegistryPassword}";
        return new AvroRecords(new SchemaLookup(options, new CachedSchemaRegistryClient(settings), time), options.MostRecordBytes);
    }

    /// <summary>Ends when the schema that is missing is known.</summary>
    public Task Pending => schemas.Pending;

    /// <param name="message">Value of a Kafka record.</param>
    /// <param name="json">The same as JSON, valid until the next call.</param>
    /// <param name="refusal">Why it cannot be read; null where it cannot be read yet.</param>
    public bool TryRead(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> json, out string? refusal)
    {
        json = default;
        if (!WireFormat.TryRead(message, out var id, out var encoded, out refusal))
            return false;
        var schema = schemas.Find(id);
        if (schema is null)
            return false;
        refusal = schema.Refusal;
        if (schema.Schema is null)
            return false;
        try
        {
            json = _json.Convert(schema.Schema, encoded);
            return true;
        }
        catch (InvalidDataException wrong)
        {
            refusal = $"the value does not fit schema {id}: {wrong.Message}";
            return false;
        }
    }

    public void Dispose()
    {
        _json.Dispose();
        schemas.Dispose();
    }
}
