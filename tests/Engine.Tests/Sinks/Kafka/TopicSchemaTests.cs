using System.Text;
using System.Text.Json;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Tests.Sinks.Kafka;

public sealed class TopicSchemaTests
{
    [Fact]
    public void The_fingerprint_is_that_of_the_specification()
    {
        // Avro's own test vectors (share/test/data/schema-tests.txt).
        Assert.Equal(0x63DD24E7CC258F8AUL, Fingerprint("\"null\""));
        Assert.Equal(0x7275D51A3F395C8FUL, Fingerprint("\"int\""));
        Assert.All(
            new[] { TopicSchema.Verdict, TopicSchema.DeadLetter, TopicSchema.ApiEvent },
            schema => Assert.Equal(Fingerprint(Canonical(JsonDocument.Parse(schema.Text).RootElement, "")), schema.Fingerprint));
    }

    /// <summary>Who changes one of these changes what is on the wire: every consumer then has to know the new schema before it is written.</summary>
    [Fact]
    public void The_schemas_on_the_wire_are_these()
    {
        Assert.Equal(0x71F98E3AC4D56409UL, TopicSchema.Verdict.Fingerprint);
        Assert.Equal(0x296CBE40005A41C3UL, TopicSchema.DeadLetter.Fingerprint);
        Assert.Equal(0xB903CCC3F620E18DUL, TopicSchema.ApiEvent.Fingerprint);
    }

    [Fact]
    public void Single_objects_begin_with_the_marker_and_the_fingerprint()
    {
        var prefix = TopicSchema.Verdict.SingleObjectPrefix();
        Assert.Equal([0xC3, 0x01], prefix[..2]);
        Assert.Equal(TopicSchema.Verdict.Fingerprint, BitConverter.ToUInt64(prefix.AsSpan(2)));
    }

    [Fact]
    public void Registered_records_begin_with_zero_and_the_id() => Assert.Equal([0, 0, 1, 2, 3], TopicSchema.RegisteredPrefix(0x010203));

    /// <summary>Parsing canonical form, as the specification tells it, in our own words.</summary>
    private static string Canonical(JsonElement schema, string space)
    {
        if (schema.ValueKind == JsonValueKind.String)
            return schema.GetString()! is var name && IsPrimitive(name) ? $"\"{name}\"" : $"\"{Full(name, space)}\"";
        if (schema.ValueKind == JsonValueKind.Array)
            return $"[{string.Join(",", schema.EnumerateArray().Select(branch => Canonical(branch, space)))}]";
        var type = schema.GetProperty("type").GetString()!;
        if (schema.TryGetProperty("namespace", out var own))
            space = own.GetString()!;
        return type switch
        {
            "array" => $$"""{"type":"array","items":{{Canonical(schema.GetProperty("items"), space)}}}""",
            "enum" => $$"""{"name":"{{Full(schema.GetProperty("name").GetString()!, space)}}","type":"enum","symbols":[{{string.Join(",", schema.GetProperty("symbols").EnumerateArray().Select(word => word.GetRawText()))}}]}""",
            "record" => $$"""{"name":"{{Full(schema.GetProperty("name").GetString()!, space)}}","type":"record","fields":[{{string.Join(",", schema.GetProperty("fields").EnumerateArray().Select(field => $$"""{"name":"{{field.GetProperty("name").GetString()}}","type":{{Canonical(field.GetProperty("type"), space)}}}"""))}}]}""",
            _ => $"\"{type}\"",
        };
    }

    private static bool IsPrimitive(string name) => name is "null" or "boolean" or "int" or "long" or "float" or "double" or "bytes" or "string";

    private static string Full(string name, string space) => $"{space}.{name}";

    /// <summary>CRC-64-AVRO, bit by bit.</summary>
    private static ulong Fingerprint(string canonical)
    {
        const ulong Empty = 0xC15D213AA4D7A795;
        var fingerprint = Empty;
        foreach (var one in Encoding.UTF8.GetBytes(canonical))
        {
            var low = (fingerprint ^ one) & 0xFF;
            for (var bit = 0; bit < 8; bit++)
                low = (low >> 1) ^ (Empty & (0 - (low & 1)));
            fingerprint = (fingerprint >> 8) ^ low;
        }

        return fingerprint;
    }
}
