using Engine.App.Configuration;
using Engine.App.Configuration.Binding;

namespace Engine.Tests.App.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("engine configuration ").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_argument_wins_over_the_environment_and_that_over_the_file()
    {
        var file = Write("count: 1\nshare: 0.1\nname: file\n");
        var options = Good(file, ["name=argument"], ("ENGINE__NAME", "environment"), ("ENGINE__SHARE", "0.2"));
        Assert.Equal((1, 0.2, "argument"), (options.Count, options.Share, options.Name));
        Assert.Equal(3, Good(file, ["count=2", "count=3"]).Count);
    }

    [Fact]
    public void Overrides_reach_into_sections_lists_and_dictionaries()
    {
        var file = Write("items: [{id: a}]\nplugins:\n  API-ENUM-001: {limit: 1}\n");
        var options = Good(file, ["items.1.id=b", "items[0].weight=9", "ports=1,2, 3", "fields.path=x", "named.n.id=q", "inner.limit=2"],
            ("ENGINE__PLUGINS__API_ENUM_001__OTHER", "6"), ("ENGINE__PLUGINS__API_SCAN_001__ID", "p"), ("ENGINE__MODES__0", "enforce"));
        Assert.Equal([new Sample.Item("a", 9), new Sample.Item("b")], options.Items);
        Assert.Equal([1, 2, 3], options.Ports);
        Assert.Equal(("x", "q", 2), (options.Fields["path"], options.Named["n"].Id, options.Inner.Limit));
        Assert.Equal(new Sample.Nested { Limit = 1, Other = 6 }, options.Plugins["API-ENUM-001"]);
        Assert.Equal(new Sample.Item("p"), options.Plugins["API-SCAN-001"]);
        Assert.Equal([Sample.Mode.Enforce], options.Modes);
    }

    [Fact]
    public void Items_from_the_environment_come_in_the_order_of_their_numbers()
    {
        var variables = Enumerable.Range(0, 12).Reverse().Select(i => ($"ENGINE__PORTS__{i}", $"{i + 100}")).ToArray();
        Assert.Equal(Enumerable.Range(100, 12), Good(null, [], variables).Ports);
    }

    [Fact]
    public void An_empty_override_unsets_what_may_be_nothing()
    {
        var options = Good(Write("note: x\nlongest: 2min\nports: [1]"), ["note=", "longest=", "ports="]);
        Assert.Equal((null, null), (options.Note, options.Longest));
        Assert.Empty(options.Ports);
    }

    [Theory]
    [InlineData("coutn=1", "--set coutn: coutn: unknown key; did you mean 'count'?")]
    [InlineData("count=x", "--set count: count: 'x' is not a valid whole number")]
    [InlineData("count.x=1", "--set count.x: count: is a single value; it has no 'x'")]
    [InlineData("items.7.id=a", "--set items.7.id: items[7]: the list has 0 items; the next is items[0]")]
    [InlineData("items.first.id=a", "--set items.first.id: items: is a list; 'first' is not the number of an item")]
    [InlineData("inner=5", "--set inner: inner: expected a section of 'key: value' lines, found a single value")]
    [InlineData("count", "--set count: not of the form KEY=VALUE; write for example --set engine.lanes=2")]
    [InlineData("=5", "--set : not of the form KEY=VALUE; write for example --set engine.lanes=2")]
    [InlineData("=", "--set : not of the form KEY=VALUE; write for example --set engine.lanes=2")]
    public void A_bad_argument_is_named_instead_of_a_line(string set, string problem) => Assert.Equal(problem, Problem(null, [set]));

    [Fact]
    public void A_bad_variable_is_named_instead_of_a_line_and_others_are_left_alone()
    {
        Assert.Equal("ENGINE__COUTN: coutn: unknown key; did you mean 'count'?", Problem(null, [], ("ENGINE__COUTN", "1"), ("ENGINE_DATA", "x"), ("PATH", "y")));
        Assert.Equal("ENGINE__INNER__: inner.: unknown key; known here: limit, other", Problem(null, [], ("ENGINE__INNER__", "1")));
    }

    [Fact]
    public void A_file_that_cannot_be_a_configuration_is_one_problem()
    {
        var missing = Path.Combine(_directory, "missing.yaml");
        Assert.Equal($"{missing}: no such file; name another with -c FILE", Problem(missing));
        Assert.Equal($"{missing}/x: no such file; name another with -c FILE", Problem($"{missing}/x"));
        Assert.Equal($"{_directory}: a directory; name the file in it", Problem(_directory));

        var binary = Path.Combine(_directory, "binary.yaml");
        File.WriteAllBytes(binary, [0xC3, 0x28, 0xFF]);
        Assert.Equal($"{binary}: not UTF-8 text; is this a configuration?", Problem(binary));
        File.WriteAllBytes(binary, new byte[(1 << 20) + 1]);
        Assert.Equal($"{binary}: larger than 1 MiB; is this a configuration?", Problem(binary));
        if (File.Exists("/dev/zero")) Assert.Equal("/dev/zero: larger than 1 MiB; is this a configuration?", Problem("/dev/zero"));
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_accepted() => Assert.Equal(9, Good(Write("\uFEFFcount: 9\r\nshare: 1\r\n"), []).Count);

    [Fact]
    public void A_syntax_error_hides_no_problem_of_the_overrides_form_and_invents_none()
    {
        var problems = Bind(Write("count: [\n"), ["nonsense"]).Problems;
        Assert.Single(problems);
        Assert.Contains("not valid YAML", problems[0].ToString(), StringComparison.Ordinal);
    }

    private string Write(string yaml)
    {
        var file = Path.Combine(_directory, "engine.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }

    private static BoundOptions Bind(string? file, string[] sets, params (string Name, string Value)[] environment) =>
        ConfigurationLoader.Bind(typeof(Sample.Options), file, sets, environment.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static Sample.Options Good(string? file, string[] sets, params (string Name, string Value)[] environment)
    {
        var bound = Bind(file, sets, environment);
        Assert.Empty(bound.Problems);
        return (Sample.Options)bound.Options;
    }

    private static string Problem(string? file, string[]? sets = null, params (string Name, string Value)[] environment) =>
        Assert.Single(Bind(file, sets ?? [], environment).Problems).ToString();
}
