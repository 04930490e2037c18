using System.Text.Json;
using YamlDotNet.Serialization;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>The operations of an OpenAPI document, read without the code that is measured.</summary>
internal sealed record ApiDocument(IReadOnlyList<ApiOperation> Operations)
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "options", "head", "patch"];

    /// <param name="text">JSON or YAML.</param>
    public static ApiDocument Parse(string text)
    {
        if (!text.StartsWith('{'))
            text = new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize(text)!);
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new ApiDocument([.. root.GetProperty("paths").EnumerateObject().SelectMany(path => Read(root, path))]);
    }

    private static IEnumerable<ApiOperation> Read(JsonElement root, JsonProperty path) =>
        from operation in path.Value.EnumerateObject()
        where s_methods.Contains(operation.Name)
        select new ApiOperation(operation.Name.ToUpperInvariant(), BasePath(root) + path.Name) { BodyProperties = BodyProperties(root, operation.Value) };

    private static string BasePath(JsonElement root) =>
        root.TryGetProperty("servers", out var servers) && servers.GetArrayLength() > 0
            ? new Uri(new Uri("http://localhost"), servers[0].GetProperty("url").GetString()!).AbsolutePath.TrimEnd('/') : "";

    private static string[] BodyProperties(JsonElement root, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body) || !Follow(root, body).TryGetProperty("content", out var content))
            return [];
        foreach (var type in content.EnumerateObject())
        {
            if (type.Value.TryGetProperty("schema", out var schema) && Follow(root, schema).TryGetProperty("properties", out var properties))
                return [.. properties.EnumerateObject().Select(property => property.Name)];
        }

        return [];
    }

    private static JsonElement Follow(JsonElement root, JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
            return element;
        var target = root;
        foreach (var step in reference.GetString()!.Split('/').Skip(1))
            target = target.GetProperty(step);
        return target;
    }
}
