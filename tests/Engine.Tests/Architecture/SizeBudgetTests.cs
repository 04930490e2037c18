namespace Engine.Tests.Architecture;

/// <summary>A file near the stop is two ideas (STYLE §5).</summary>
public sealed class SizeBudgetTests
{
    private static readonly (string File, int Lines)[] Sources = Measure(isTest: false);
    private static readonly (string File, int Lines)[] Tests = Measure(isTest: true);

    [Fact]
    public void Half_of_the_source_files_have_at_most_60_lines() => Assert.InRange(Sources[Sources.Length / 2].Lines, 1, 60);

    [Fact]
    public void Nine_of_ten_source_files_have_at_most_200_lines() => Assert.InRange(Sources[Sources.Length * 9 / 10].Lines, 1, 200);

    [Fact]
    public void No_source_file_has_more_than_400_lines() => Assert.All(Sources, source => Assert.True(source.Lines <= 400, source.File));

    [Fact]
    public void No_test_file_has_more_than_500_lines() => Assert.All(Tests, test => Assert.True(test.Lines <= 500, test.File));

    private static (string File, int Lines)[] Measure(bool isTest) =>
    [
        .. SourceTree.Files(".cs").Where(file => file.StartsWith("tests/", StringComparison.Ordinal) == isTest)
            .Select(file => (file, File.ReadLines(SourceTree.PathOf(file)).Count())).OrderBy(measured => measured.Item2),
    ];
}
