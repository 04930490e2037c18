using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engine.Schemas;

namespace Engine.App.Simulation.Labels;

/// <summary>Label files: one JSON object a line, attacks first, one line for every actor that made a call.</summary>
internal static class LabelFile
{
    private const string Hint = "name the file that engine simulate --labels wrote";

    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write(IEnumerable<ActorLabel> labels, Stream into)
    {
        foreach (var label in labels)
        {
            JsonSerializer.Serialize(into, label, Json);
            into.WriteByte((byte)'\n');
        }
    }

    /// <exception cref="UserError">The file is missing, unreadable or not a label file; names the line.</exception>
    public static IReadOnlyList<ActorLabel> Read(string path)
    {
        var labels = new List<ActorLabel>();
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                if (!string.IsNullOrWhiteSpace(line))
                    labels.Add(Parse(line, path, labels.Count + 1));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read the label file {path}: {UserError.Why(problem)}; {Hint}", isUsage: true, problem);
        }

        if (labels.Count == 0)
            throw new UserError($"the label file {path} is empty; {Hint}", isUsage: true);
        return labels;
    }

    private static ActorLabel Parse(string line, string path, int number)
    {
        try
        {
            var label = JsonSerializer.Deserialize<ActorLabel>(line, Json) ?? throw new JsonException("null is no label");
            return label is { IsAttack: true, Attack: null } or { IsAttack: true, Categories: null }
                ? throw new JsonException("an attack needs 'attack' and 'categories'")
                : label;
        }
        catch (JsonException problem)
        {
            throw new UserError($"line {number} of {path} is not a label: {UserError.Why(problem)}; {Hint}", isUsage: true, problem);
        }
    }
}
