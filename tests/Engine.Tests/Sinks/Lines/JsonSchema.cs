using System.Text.Json;
using System.Text.RegularExpressions;

namespace Engine.Tests.Sinks.Lines;

/// <summary>
/// Checks a value against the part of JSON Schema 2020-12 that our wire schemas use; a keyword it does not know is an error, so that a
/// schema cannot quietly say more than is checked.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    /// <summary>What is wrong, with the place; empty: the value satisfies the schema.</summary>
    public IReadOnlyList<string> Check(JsonElement value)
    {
        var problems = new List<string>();
        Check(value, root, "$", problems);
        return problems;
    }

    private void Check(JsonElement value, JsonElement schema, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var means = keyword.Value;
            switch (keyword.Name)
            {
                case "$schema" or "$id" or "$defs" or "title" or "description":
                    break;
                case "$ref":
                    Check(value, means.GetString()!.Split('/').Skip(1).Aggregate(root, (place, name) => place.GetProperty(name)), at, problems);
                    break;
                case "type":
                    Expect(means.ValueKind == JsonValueKind.Array ? means.EnumerateArray().Any(type => Is(value, type.GetString()!)) : Is(value, means.GetString()!));
                    break;
                case "enum":
                    Expect(means.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)));
                    break;
                case "pattern":
                    Expect(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, means.GetString()!, RegexOptions.ECMAScript));
                    break;
                case "minimum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= means.GetDouble());
                    break;
                case "maximum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= means.GetDouble());
                    break;
                case "required":
                    foreach (var name in means.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
                        problems.Add($"{at}: {name} is missing");
                    break;
                case "additionalProperties" when means.ValueKind == JsonValueKind.False:
                    foreach (var extra in value.EnumerateObject().Where(one => !schema.GetProperty("properties").TryGetProperty(one.Name, out _)))
                        problems.Add($"{at}: {extra.Name} is not described");
                    break;
                case "properties":
                    foreach (var property in means.EnumerateObject().Where(_ => value.ValueKind == JsonValueKind.Object))
                    {
                        if (value.TryGetProperty(property.Name, out var held))
                            Check(held, property.Value, $"{at}.{property.Name}", problems);
                    }

                    break;
                case "items":
                    var index = 0;
                    foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default)
                        Check(item, means, $"{at}[{index++}]", problems);
                    break;
                default:
                    throw new NotSupportedException($"keyword {keyword.Name} at {at}");
            }

            void Expect(bool isTrue)
            {
                if (!isTrue)
                    problems.Add($"{at}: {value.GetRawText()} breaks {keyword.Name} {means.GetRawText()}");
            }
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };
}
