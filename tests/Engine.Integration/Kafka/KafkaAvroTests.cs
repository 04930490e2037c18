using System.Buffers.Binary;
using Avro;
using Avro.Generic;
using Avro.IO;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>Avro with a schema registry.</summary>
public sealed class KafkaAvroTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private const string Calls = """{"type":"record","name":"Call","fields":[{"name":"path","type":"string"},{"name":"status","type":["null","int"]}]}""";

    private readonly KafkaRecords _records = new(kafka);
    private readonly KafkaMessages _messages = new();

    [KafkaFact]
    public async Task Avro_is_read_as_json_and_what_is_none_is_refused_with_the_reason()
    {
        using var registry = new SchemaRegistryServer(credentials: "engine:secret");
        registry.Register(7, Calls);
        registry.Start();
        var topic = kafka.NewTopic();
        _records.WriteBytes(topic, 0, Call(7, "/a", 200), Call(7, "/b", null), "{}"u8.ToArray(), Call(8, "/c", 1), [.. Call(7, "/d", 1)[..^1]], Call(7, "/e", 404));
        var options = Source(topic, registry);
        await using var reading = KafkaReading.Of(options with
        {
            Kafka = options.Kafka with { SchemaRegistryUser = "engine", SchemaRegistryPassword = "secret" },
        });

        var (records, reasons) = (new List<string>(), new List<string>());
        while (records.Count + reasons.Count < 6 && await reading.TakeBatchAsync() is { } batch)
        {
            records.AddRange(batch.Records.Select(record => $"{record.Position.Offset} {System.Text.Encoding.UTF8.GetString(record.Bytes.Span)}"));
            reasons.AddRange(batch.Faults.Select(fault => $"{fault.Position.Offset} {fault.Reason}"));
            batch.Release();
        }

        Assert.Equal(["""0 {"path":"/a","status":200}""", """1 {"path":"/b","status":null}""", """5 {"path":"/e","status":404}"""], records);
        Assert.Equal(
            [
                "2 the value is too short for Avro with a schema id",
                "3 schema 8 is not in the registry",
                "4 the value does not fit schema 7: the value ends in the middle",
            ],
            reasons);
        Assert.Equal([7, 8], registry.Asked);
    }

    [KafkaFact]
    public async Task A_registry_that_is_away_is_told_and_waited_for()
    {
        using var registry = new SchemaRegistryServer();
        registry.Register(7, Calls);
        var topic = kafka.NewTopic(partitions: 2);
        for (var i = 0; i < 500; i++)
            _records.WriteBytes(topic, i % 2, Call(7, $"/{i}", 200));
        await using var reading = KafkaReading.Of(Source(topic, registry));
        _messages.WaitFor($"the schema registry {registry.Address} does not answer");

        registry.Start();
        var read = await reading.TakeAsync(500);

        foreach (var partition in read.GroupBy(record => record.Position.Partition))
            Assert.Equal(Enumerable.Range(0, 250).Select(offset => (long)offset), partition.Select(record => record.Position.Offset));
        _messages.WaitFor("answers again");
    }

    public void Dispose() => _records.Dispose();

    private KafkaSource.Options Source(string topic, SchemaRegistryServer registry)
    {
        var options = kafka.Source(topic);
        return options with
        {
            Format = "kong",
            Log = _messages,
            Kafka = options.Kafka with { Encoding = KafkaEncoding.Avro, SchemaRegistry = registry.Address },
        };
    }

    private static byte[] Call(int schemaId, string path, int? status)
    {
        var schema = (RecordSchema)Schema.Parse(Calls);
        var call = new GenericRecord(schema);
        call.Add("path", path);
        call.Add("status", status);
        using var bytes = new MemoryStream();
        var head = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), schemaId);
        bytes.Write(head);
        new GenericDatumWriter<GenericRecord>(schema).Write(call, new BinaryEncoder(bytes));
        return bytes.ToArray();
    }
}
