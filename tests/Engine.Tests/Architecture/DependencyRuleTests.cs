using System.Reflection;
using System.Xml.Linq;

namespace Engine.Tests.Architecture;

/// <summary>Rooms reference schemas and nothing else of ours; siblings never meet; app references all (DESIGN §2).</summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] OfOurs = ["Engine.Schemas", "Engine.Ingest", "Engine.Enrichment", "Engine.Detection", "Engine.Sinks", "engine"];

    [Theory]
    [InlineData("Engine.Schemas")]
    [InlineData("Engine.Ingest", "Engine.Schemas")]
    [InlineData("Engine.Enrichment", "Engine.Schemas")]
    [InlineData("Engine.Detection", "Engine.Schemas")]
    [InlineData("Engine.Sinks", "Engine.Schemas")]
    public void An_assembly_references_only_the_rooms_it_may(string assembly, params string[] allowed) =>
        Assert.Empty(ReferencesOf(assembly).Intersect(OfOurs).Except(allowed));

    [Theory]
    [InlineData("schemas/Engine.Schemas.csproj")]
    [InlineData("ingest/Engine.Ingest.csproj", "Engine.Schemas")]
    [InlineData("enrichment/Engine.Enrichment.csproj", "Engine.Schemas")]
    [InlineData("detection/Engine.Detection.csproj", "Engine.Schemas")]
    [InlineData("sinks/Engine.Sinks.csproj", "Engine.Schemas")]
    [InlineData("app/Engine.App.csproj", "Engine.Schemas", "Engine.Ingest", "Engine.Enrichment", "Engine.Detection", "Engine.Sinks")]
    public void A_project_references_only_the_rooms_it_may(string project, params string[] expected) =>
        Assert.Equal(expected.Order(), Named(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order());

    [Theory]
    [InlineData("schemas/Engine.Schemas.csproj")]
    [InlineData("enrichment/Engine.Enrichment.csproj")]
    [InlineData("detection/Engine.Detection.csproj")]
    public void A_pure_room_knows_no_stream_no_server_and_no_store(string project)
    {
        var packages = Named(project, "PackageReference").Concat(Named(project, "FrameworkReference"));
        var assemblies = ReferencesOf(Path.GetFileNameWithoutExtension(project));
        Assert.DoesNotContain(packages.Concat(assemblies), name => IsOutside(name));
    }

    [Theory]
    [InlineData("schemas")]
    [InlineData("ingest")]
    [InlineData("enrichment")]
    [InlineData("detection")]
    public void A_room_without_clock_and_chance_is_watched_by_the_analyzer(string room)
    {
        var project = Assert.Single(SourceTree.Files(".csproj"), file => file.StartsWith($"{room}/", StringComparison.Ordinal));
        Assert.Contains("true", XDocument.Load(SourceTree.PathOf(project)).Descendants("DeterministicRoom").Select(element => element.Value));
    }

    [Fact]
    public void No_other_project_hides_in_the_tree() => Assert.Equal(
        [
            "app/Engine.App.csproj", "detection/Engine.Detection.csproj", "enrichment/Engine.Enrichment.csproj", "ingest/Engine.Ingest.csproj",
            "schemas/Engine.Schemas.csproj", "sinks/Engine.Sinks.csproj", "tests/Engine.Benchmarks/Engine.Benchmarks.csproj",
            "tests/Engine.Integration/Engine.Integration.csproj", "tests/Engine.Tests/Engine.Tests.csproj",
        ],
        SourceTree.Files(".csproj"));

    private static bool IsOutside(string name) => name.StartsWith("Akka", StringComparison.Ordinal) || name.StartsWith("ClickHouse", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Confluent", StringComparison.Ordinal) || name == "System.Net.Http";

    private static IEnumerable<string> ReferencesOf(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> Named(string project, string element) =>
        XDocument.Load(SourceTree.PathOf(project)).Descendants(element).Select(item => (string)item.Attribute("Include")!);
}
