using System.Text.Json;
using Engine.App.Configuration;
using Engine.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Engine.Tests.App.Configuration;

/// <summary>What lies in <c>deploy/examples</c> is whole, can be read, and is found from the README. Real servers run some of it, see tests/Engine.Integration/Gateways.</summary>
public sealed class DeployExamplesTests
{
    private const string Place = "deploy/examples/";

    public static TheoryData<string> Configurations { get; } = [.. Files(".yaml").Where(IsEngines)];

    public static TheoryData<string> Products { get; } = [.. Files().Select(file => file.Split('/')[2]).Distinct()];

    public static TheoryData<string> Documents { get; } = [.. Files(".yaml", ".json")];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Every_configuration_of_the_engine_is_valid(string file) =>
        Assert.Empty(ConfigurationLoader.Load(SourceTree.PathOf(file), [], new Dictionary<string, string>()).Problems.Select(problem => problem.ToString()));

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_product_has_its_side_the_engines_side_and_a_page_that_is_linked(string product)
    {
        var files = Files().Where(file => file.StartsWith($"{Place}{product}/", StringComparison.Ordinal)).ToList();
        Assert.Contains($"{Place}{product}/README.md", files);
        Assert.Contains($"{Place}{product}/engine.yaml", files);
        Assert.Contains(files, file => !file.EndsWith(".md", StringComparison.Ordinal) && !IsEngines(file));
        Assert.Contains($"]({Place}{product}/README.md)", File.ReadAllText(SourceTree.PathOf("README.md")), StringComparison.Ordinal);
        var page = File.ReadAllText(SourceTree.PathOf($"{Place}{product}/README.md"));
        Assert.All(files.Select(Path.GetFileName).Where(name => name != "README.md"), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_document_can_be_read(string file)
    {
        var text = File.ReadAllText(SourceTree.PathOf(file));
        if (file.EndsWith(".json", StringComparison.Ordinal))
            JsonDocument.Parse(text).Dispose();
        else
            new YamlStream().Load(new StringReader(text));
    }

    private static bool IsEngines(string file) => Path.GetFileName(file).StartsWith("engine", StringComparison.Ordinal) && file.EndsWith(".yaml", StringComparison.Ordinal);

    private static IEnumerable<string> Files(params string[] endings) => SourceTree.Files(endings).Where(file => file.StartsWith(Place, StringComparison.Ordinal));
}
