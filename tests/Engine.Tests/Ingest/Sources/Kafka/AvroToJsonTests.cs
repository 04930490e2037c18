using System.Text;
using Avro;
using Avro.Generic;
using Avro.IO;
using CsCheck;
using Engine.Ingest.Sources.Kafka.Registry;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class AvroToJsonTests : IDisposable
{
    private readonly AvroToJson _json = new(mostBytes: 100_000);

    [Theory]
    [InlineData("\"null\"", null, "null")]
    [InlineData("\"boolean\"", true, "true")]
    [InlineData("\"int\"", -7, "-7")]
    [InlineData("\"long\"", long.MinValue, "-9223372036854775808")]
    [InlineData("\"float\"", 1.5f, "1.5")]
    [InlineData("\"double\"", double.NaN, "null")]
    [InlineData("\"string\"", "a\"b\u00e9", "\"a\\u0022b\\u00E9\"")]
    [InlineData("\"bytes\"", new byte[] { 0, 255 }, "\"AP8=\"")]
    [InlineData("""["null","string"]""", "x", "\"x\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", 1L, "1", true)]
    public void Every_type_has_its_json(string schema, object? value, string json, bool isPlain = false) =>
        Assert.Equal(json, Text(schema, Encode(isPlain ? "\"long\"" : schema, value)));

    [Fact]
    public void Records_arrays_maps_enums_and_fixed_have_theirs()
    {
        const string Schema = """
            {"type":"record","name":"R","fields":[
              {"name":"list","type":{"type":"array","items":"int"}},
              {"name":"map","type":{"type":"map","values":["null","boolean"]}},
              {"name":"verb","type":{"type":"enum","name":"V","symbols":["GET","PUT"]}},
              {"name":"id","type":{"type":"fixed","name":"F","size":2}}]}
            """;
        byte[] encoded = [4, 2, 4, 0, /* map */ 1, 8, 2, (byte)'k', 2, 1, 0, /* enum */ 2, /* fixed */ 9, 9];
        Assert.Equal("""{"list":[1,2],"map":{"k":true},"verb":"PUT","id":"CQk="}""", Text(Schema, encoded));
    }

    [Theory]
    [InlineData(new byte[] { 4, 0x04, 0xD2 }, "12.34")]
    [InlineData(new byte[] { 2, 0xFF }, "-0.01")]
    [InlineData(new byte[] { 0 }, "0.00")]
    public void A_decimal_is_its_digits(byte[] encoded, string digits) =>
        Assert.Equal($"\"{digits}\"", Text("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", encoded));

    [Fact]
    public void Texts_that_are_no_utf8_are_kept() => Assert.Equal("\"a\\uFFFD\"", Text("\"string\"", [4, (byte)'a', 0xFF]));

    [Theory]
    [InlineData("\"long\"", new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 }, "does not end")]
    [InlineData("\"string\"", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F }, "ends in the middle")]
    [InlineData("\"string\"", new byte[] { 1 }, "ends in the middle")]
    [InlineData("\"double\"", new byte[] { 1, 2 }, "ends in the middle")]
    [InlineData("""["null","int"]""", new byte[] { 4 }, "none of 2 choices")]
    [InlineData("\"int\"", new byte[] { 2, 2 }, "1 bytes are left over")]
    [InlineData("""{"type":"array","items":"null"}""", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, "more than 100000 bytes as JSON")]
    public void Hostile_bytes_are_refused_before_they_cost_memory(string schema, byte[] encoded, string reason)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Text(schema, encoded));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_costs_the_stack()
    {
        const string List = """{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}""";
        var refusal = Assert.Throws<InvalidDataException>(() => Text(List, [.. Enumerable.Repeat((byte)2, 1_000_000), 0]));
        Assert.Contains("nested more than 64 deep", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_a_value_or_refused()
    {
        var schema = Schema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":{"type":"array","items":["null","string","R"]}}},{"name":"b","type":"double"}]}""");
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            try
            {
                using var parsed = System.Text.Json.JsonDocument.Parse(_json.Convert(schema, bytes).ToArray(), new() { MaxDepth = 200 });
            }
            catch (InvalidDataException)
            {
                // Refused: what most random bytes deserve.
            }
        }, threads: 1);
    }

    public void Dispose() => _json.Dispose();

    private string Text(string schema, byte[] encoded) => Encoding.UTF8.GetString(_json.Convert(Schema.Parse(schema), encoded));

    private static byte[] Encode(string schema, object? value)
    {
        using var bytes = new MemoryStream();
        new GenericDatumWriter<object?>(Schema.Parse(schema)).Write(value, new BinaryEncoder(bytes));
        return bytes.ToArray();
    }
}
