using System.Reflection;
using System.Text.Json;
using Avro;
using Engine.Schemas;
using Schema = Avro.Schema;

namespace Engine.Tests.Schemas;

/// <summary>The Avro schemas carry what the C# types carry: a property without a field, or the reverse, is red.</summary>
public sealed class AvroTests
{
    /// <summary>Properties that are no field on purpose, with the reason.</summary>
    private static readonly Dictionary<string, string> NotPublished = new()
    {
        ["AuthenticationEvidence.credential"] = "a secret never leaves enrichment",
        ["Endpoint.id"] = "a hash of the other three",
        ["Endpoint.operation"] = "two of the others, for reading",
    };

    public static TheoryData<string, Type> Topics { get; } = new()
    {
        { "ApiEvent", typeof(ApiEvent) }, { "Verdict", typeof(Verdict) }, { "DeadLetter", typeof(DeadLetter) },
    };

    [Theory]
    [MemberData(nameof(Topics))]
    public void Apache_Avro_reads_the_schema(string name, Type type)
    {
        var schema = Parse(name);

        Assert.Equal($"engine.v1.{type.Name}", schema.Fullname);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_property_has_its_field_and_every_field_its_property(string name, Type type)
    {
        var differences = new List<string>();
        Compare(Parse(name), type, isNullable: false, name, differences);

        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_field_is_documented_and_an_absent_one_defaults_to_null(string name, Type type)
    {
        using var json = JsonDocument.Parse(Text(name));
        var fields = Fields(json.RootElement).ToList();

        Assert.All(fields, field => Assert.NotEmpty(field.GetProperty("doc").GetString()!));
        Assert.All(fields.Where(field => field.GetProperty("type").ValueKind == JsonValueKind.Array), field =>
        {
            Assert.Equal("null", field.GetProperty("type")[0].GetString());
            Assert.Equal(JsonValueKind.Null, field.GetProperty("default").ValueKind);
        });
        Assert.Equal(type.Name, json.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public void A_type_of_two_topics_is_the_same_in_both() =>
        Assert.Equal(Parse("ApiEvent")["position"].Schema.ToString(), Parse("DeadLetter")["position"].Schema.ToString());

    private static void Compare(Schema schema, Type type, bool isNullable, string at, List<string> differences)
    {
        if (schema is UnionSchema union)
        {
            if (!isNullable)
                differences.Add($"{at} is nullable in Avro only");
            schema = union.Schemas.Single(one => one.Tag != Schema.Type.Null);
        }
        else if (isNullable)
        {
            differences.Add($"{at} is nullable in C# only");
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            if (Described(schema) != scalar)
                differences.Add($"{at} is {Described(schema)}, not {scalar}");
        }
        else if (type.IsEnum)
        {
            if (schema is not EnumSchema symbols || !symbols.Symbols.SequenceEqual(Enum.GetNames(type).Select(Snake)))
                differences.Add($"{at} has other symbols than {type.Name}");
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Compare(((ArraySchema)schema).ItemSchema, type.GenericTypeArguments[0], isNullable: false, $"{at}[]", differences);
        }
        else
        {
            CompareRecord((RecordSchema)schema, type == typeof(Actor) ? typeof(ActorKey) : type, at, differences);
        }
    }

    private static void CompareRecord(RecordSchema schema, Type type, string at, List<string> differences)
    {
        var nulls = new NullabilityInfoContext();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || type == typeof(Endpoint))
            .Where(property => !NotPublished.ContainsKey($"{type.Name}.{Snake(property.Name)}"))
            .ToDictionary(property => Snake(property.Name));
        differences.AddRange(properties.Keys.Except(schema.Fields.Select(field => field.Name)).Select(name => $"{at}.{name} has no field"));
        differences.AddRange(schema.Fields.Select(field => field.Name).Except(properties.Keys).Select(name => $"{at}.{name} has no property"));
        foreach (var field in schema.Fields.Where(field => properties.ContainsKey(field.Name)))
        {
            var property = properties[field.Name];
            var isNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
                || (!property.PropertyType.IsValueType && nulls.Create(property).ReadState == NullabilityState.Nullable);
            Compare(field.Schema, property.PropertyType, isNullable, $"{at}.{field.Name}", differences);
        }
    }

    private static string? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(System.Net.IPAddress) => "string",
        _ when type == typeof(EventId) => "string uuid",
        _ when type == typeof(DateTimeOffset) => "long timestamp-micros",
        _ when type == typeof(long) || type == typeof(TimeSpan) => "long",
        _ when type == typeof(int) => "int",
        _ when type == typeof(double) => "double",
        _ when type == typeof(bool) => "boolean",
        _ => null,
    };

    private static string Described(Schema schema) =>
        schema is LogicalSchema logical ? $"{logical.BaseSchema.Name} {logical.LogicalTypeName}" : schema.Name;

    private static IEnumerable<JsonElement> Fields(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var inner in element.EnumerateArray().SelectMany(Fields))
                yield return inner;
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("fields", out var fields))
            {
                foreach (var field in fields.EnumerateArray())
                    yield return field;
            }

            foreach (var inner in element.EnumerateObject().SelectMany(property => Fields(property.Value)))
                yield return inner;
        }
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static RecordSchema Parse(string name) => (RecordSchema)Schema.Parse(Text(name));

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(ApiEvent).Assembly.GetManifestResourceStream($"avro/{name}.avsc")!);
        return reader.ReadToEnd();
    }
}
