using System.Globalization;
using System.Text.Json;
using Engine.Schemas;

namespace Engine.Sinks.Lines;

/// <summary>The reading half of <see cref="VerdictLine"/>.</summary>
internal static class VerdictLineReader
{
    public static VerdictLine Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"not a verdict line: {e.Message}", e);
        }
    }

    private static VerdictLine Read(JsonElement json) => new()
    {
        Id = new EventId(json.GetProperty("id").GetGuid()),
        Revision = json.GetProperty("revision").GetInt32(),
        Time = Time(json, "time"),
        Actor = new ActorKey(WireNames.ActorKind(Text(json.GetProperty("actor"), "kind")), Text(json.GetProperty("actor"), "id")),
        Categories = Texts(json, "categories"),
        Severity = WireNames.Severity(Text(json, "severity")),
        Confidence = json.GetProperty("confidence").GetDouble(),
        Score = json.GetProperty("score").GetDouble(),
        Action = WireNames.Action(Text(json, "action")),
        Expires = Time(json, "expires"),
        FirstEvent = Time(json, "first_event"),
        LastEvent = Time(json, "last_event"),
        EventCount = json.GetProperty("event_count").GetInt64(),
        Targets = Targets(json.GetProperty("targets")),
        Signals = [.. json.GetProperty("signals").EnumerateArray().Select(Signal)],
        Explanation = Text(json, "explanation"),
        Counterfactual = Text(json, "counterfactual"),
    };

    private static VerdictTargets Targets(JsonElement json) =>
        new(Texts(json, "addresses"), Texts(json, "users"), Texts(json, "sessions"), Texts(json, "tokens"));

    private static SignalLine Signal(JsonElement json) => new(
        Text(json, "detector"), json.GetProperty("strength").GetDouble(), Text(json, "reason"), Measure(json, "observed"),
        Measure(json, "expected"), Measure(json, "threshold"), Time(json, "first_event"), Time(json, "last_event"));

    private static double? Measure(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static string[] Texts(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? throw new FormatException($"{name} holds null"))];

    private static DateTimeOffset Time(JsonElement json, string name) => DateTimeOffset.TryParse(
        Text(json, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new FormatException($"{name} is not a time");
}
