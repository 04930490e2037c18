using System.Text.RegularExpressions;
using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Catalogue;
using Engine.App.Configuration.Reading;
using Engine.Tests.Architecture;

namespace Engine.Tests.App.Configuration;

public sealed class CatalogueTests
{
    private static string Example => File.ReadAllText(SourceTree.PathOf("deploy/engine.example.yaml"));

    [Fact]
    public void Every_key_says_what_it_is()
    {
        var silent = OptionCatalogue.Of(typeof(EngineOptions)).SelectMany(key => key.All())
            .Where(key => key.Summary.Length == 0);
        Assert.Empty(silent.Select(key => key.Name));
    }

    [Fact]
    public void The_example_file_holds_every_key_with_its_default() =>
        Assert.True(Example == ExampleFile.Write(typeof(EngineOptions)), "run: out/engine validate --example > deploy/engine.example.yaml");

    [Fact]
    public void The_example_file_is_valid() => Assert.Empty(Problems(Example));

    [Fact]
    public void The_example_file_is_valid_with_every_key_uncommented_and_says_the_defaults()
    {
        var yaml = Uncommented(Example);
        Assert.Empty(Problems(yaml));
        var options = (EngineOptions)OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("e.yaml", yaml, [])).Options;
        var defaults = new EngineOptions();
        Assert.Equal((defaults.Engine, defaults.Store, defaults.Verdicts), (options.Engine, options.Store, options.Verdicts));
        Assert.Single(options.Sources);
    }

    [Fact]
    public void An_example_of_every_shape_can_be_uncommented()
    {
        var problems = Sample.Problems(Uncommented(ExampleFile.Write(typeof(Sample.Options))));
        Assert.Equal(["items[0].id", "named.NAME.id", "plugins.API-SCAN-001.id"], problems.Select(problem => problem.Split(": ")[1]).Order());
    }

    [Fact]
    public void Every_default_is_within_its_own_range()
    {
        var options = new EngineOptions();
        foreach (var section in new object[] { options.Engine, options.Store, options.Verdicts })
        {
            foreach (var property in OptionProperty.AllOf(section.GetType()))
                Assert.Empty(PropertyRules.Check(property, property.Property.GetValue(section), section));
        }
    }

    [Fact]
    public void A_key_is_told_by_its_record()
    {
        var keys = OptionCatalogue.Of(typeof(Sample.Options)).SelectMany(key => key.All()).ToDictionary(key => key.Name);
        Assert.Equal(("whole number", "7", "1 to 100", "How many."), (keys["count"].Type, keys["count"].Default, keys["count"].Range, keys["count"].Summary));
        Assert.Equal(("duration", "1min", "100ms to 1h", "Not longer than longest."), (keys["window"].Type, keys["window"].Default, keys["window"].Range, keys["window"].Summary));
        Assert.Equal(("size", "1MiB", "1KiB or more"), (keys["memory"].Type, keys["memory"].Default, keys["memory"].Range));
        Assert.Equal(("one of dry-run, enforce", "dry-run"), (keys["mode"].Type, keys["mode"].Default));
        Assert.Equal(("list of whole number", "[80, 443]"), (keys["ports"].Type, keys["ports"].Default));
        Assert.Equal(("text by name", "{path: request.uri}"), (keys["fields"].Type, keys["fields"].Default));
        Assert.Equal(("30", "3"), (keys["inner.limit"].Default, keys["plugins.API-ENUM-001.limit"].Default));
        Assert.Equal(("Required, since it has no default.", true), (keys["items[].id"].Summary, keys["items[].id"].IsRequired));
        Assert.Equal("Records of options of every shape, and how to read them.", keys["plugins.API-ENUM-001"].Summary);
        Assert.Equal("secret (file:/path or env:NAME)", keys["key"].Type);
    }

    private static IEnumerable<string> Problems(string yaml)
    {
        var problems = new List<ConfigurationProblem>();
        problems.AddRange(OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("e.yaml", yaml, problems)).Problems);
        return problems.Select(problem => problem.ToString());
    }

    /// <summary>"# " begins prose; "#" alone, or with the indentation of a list's item, a key.</summary>
    private static string Uncommented(string yaml) => Regex.Replace(yaml, @"^(\s*)#(?! \S)", "$1", RegexOptions.Multiline);
}
