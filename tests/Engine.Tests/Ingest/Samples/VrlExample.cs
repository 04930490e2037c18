using System.Text.Json;
using System.Text.RegularExpressions;

namespace Engine.Tests.Ingest.Samples;

/// <summary>One example of a parsing function in the documentation of the Vector Remap Language.</summary>
/// <param name="Line">What is parsed.</param>
/// <param name="Format">Name of the format that the example says; empty where the function knows but one.</param>
/// <param name="Fields">What it gives, numbers as they are written; null values are left out.</param>
internal sealed partial record VrlExample(string Line, string Format, IReadOnlyDictionary<string, string> Fields)
{
    /// <param name="path">File of one function.</param>
    public static IReadOnlyList<VrlExample> Load(string path)
    {
        using var function = JsonDocument.Parse(SampleData.Text(path));
        return [.. function.RootElement.GetProperty("examples").EnumerateArray().Select(Read)];
    }

    private static VrlExample Read(JsonElement example)
    {
        var source = Arguments().Match(example.GetProperty("source").GetString()!);
        var raw = source.Groups["raw"];
        return new VrlExample(
            raw.Success ? raw.Value : source.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal),
            source.Groups["format"].Value,
            example.GetProperty("return").EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(field => field.Name, field => field.Value.ToString()));
    }

    [GeneratedRegex("""\(\s*(?:s'(?<raw>[^']*)'|"(?<quoted>(?:\\.|[^"\\])*)")(?:\s*,\s*(?:format: )?"(?<format>[^"]*)")?""")]
    private static partial Regex Arguments();
}
