namespace Engine.Tests.App.Configuration;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("count: 1\ncount: 2", "e.yaml:2:1: count: duplicate key; it stands in line 1 already")]
    [InlineData("inner: {limit: 1, limit: 2}", "e.yaml:1:19: inner.limit: duplicate key; it stands in line 1 already")]
    [InlineData("inner:\n\tlimit: 1", "e.yaml:2:1: a tab in the indentation; YAML wants spaces")]
    [InlineData("a: 1\n---\nb: 2", "e.yaml:2:1: a second YAML document ('---'); the configuration is one document")]
    [InlineData("name: &anchor x", "e.yaml:1:7: name: anchor '&anchor' is not supported; remove it")]
    [InlineData("count: !!int 3", "e.yaml:1:8: count: tag 'tag:yaml.org,2002:int' is not supported; remove it")]
    [InlineData("count: 1\n \u0000\nshare: 9", "e.yaml:2:2: a control character; is this a text file?")]
    [InlineData("? [a, b]\n: 1", "e.yaml:1:3: a key must be a plain name")]
    public void What_the_configuration_does_not_use_is_refused_where_it_stands(string yaml, string problem) =>
        Assert.Contains(problem, Sample.Problems(yaml));

    [Theory]
    [InlineData("name: [1, 2")]
    [InlineData("name: 'open")]
    [InlineData("a: b: c")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    public void A_syntax_error_is_one_problem_with_its_place(string yaml) =>
        Assert.Contains(Sample.Problems(yaml), problem => System.Text.RegularExpressions.Regex.IsMatch(problem, @"^e\.yaml:\d+:\d+: not valid YAML: "));

    [Fact]
    public void The_billion_laughs_are_not_expanded()
    {
        var yaml = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(1, 26).Select(i =>
            $"{(char)('a' + (i % 26))}{i}: &n{i} [*{(i == 1 ? "a" : $"n{i - 1}")}, *{(i == 1 ? "a" : $"n{i - 1}")}]\n"));
        Assert.Contains(Sample.Problems(yaml), problem => problem.Contains("alias '*a' is not supported; write the value out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Depth_is_bounded(char open) => Assert.Contains(
        Sample.Problems("a: " + new string(open, 100_000)), problem => problem.Contains("nested deeper than 24 levels", StringComparison.Ordinal));

    [Theory]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("\"")]
    [InlineData("[]: ")]
    [InlineData("&a ")]
    [InlineData("a,")]
    public void A_hostile_file_of_the_largest_size_ends_in_a_problem(string repeated)
    {
        var yaml = string.Concat(Enumerable.Repeat(repeated, (1 << 20) / repeated.Length));
        Assert.NotEmpty(Sample.Problems(yaml));
    }

    [Fact]
    public void Thousands_of_unknown_keys_are_all_told()
    {
        var yaml = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 1\n"));
        Assert.Equal(20_000, Sample.Problems(yaml).Length);
    }
}
