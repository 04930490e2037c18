using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Tests.Sinks.Lines;

namespace Engine.Tests.App.Simulation;

/// <summary>The schema is what others write mirrored calls by, so it has to describe what is written here.</summary>
public sealed class MirrorSchemaTests
{
    private static readonly JsonSchema s_schema = new(JsonDocument.Parse(
        typeof(ApiEvent).Assembly.GetManifestResourceStream("wire/mirror.schema.json")!).RootElement);

    [Fact]
    public void Every_simulated_call_satisfies_the_schema() => Assert.All(Runs.Lines(Runs.Small, Mirror.Name).Take(2_000), line => Assert.Empty(Check(line)));

    [Theory]
    [InlineData("""{"request":{"method":"GET","path":"/v1/me"}}""")]
    [InlineData("""{"time":"2026-11-03T12:00:00Z","request":{"path":"/v1/me"}}""")]
    [InlineData("""{"time":"2026-11-03T12:00:00Z","request":{"method":"GET"},"direction":"sideways"}""")]
    [InlineData("""{"time":"2026-11-03T12:00:00Z","request":{"method":"GET"},"user_verified":"yes"}""")]
    public void What_the_format_could_not_use_breaks_it(string line) => Assert.NotEmpty(Check(line));

    private static IReadOnlyList<string> Check(string line)
    {
        using var json = JsonDocument.Parse(line);
        return s_schema.Check(json.RootElement);
    }
}
