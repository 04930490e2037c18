using System.Text.RegularExpressions;

namespace Engine.Tests.Architecture;

public sealed partial class RepositoryTests
{
    private static readonly string[] Text =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".yaml", ".yml", ".md", ".sql", ".avsc", ".txt", ".sh", "Makefile", ".ci/run", ".editorconfig"];

    [Theory]
    [InlineData("app/configuration")]
    public void A_room_says_on_at_most_a_page_why_it_is_so(string room)
    {
        var readme = SourceTree.PathOf($"{room}/README.md");
        Assert.True(File.Exists(readme), $"{room}/README.md is missing");
        Assert.InRange(File.ReadLines(readme).Count(), 5, 80);
    }

    [Fact]
    public void No_file_is_folded_into_regions() => Assert.Empty(FilesWith(Region(), ".cs"));

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => Assert.Empty(FilesWith(OwnMachine(), Text));

    [Fact]
    public void A_lock_file_names_no_place_to_download_from() => Assert.Empty(FilesWith(Address(), "package-lock.json", "packages.lock.json"));

    [Fact]
    public void Every_project_has_its_lock_file() => Assert.All(
        SourceTree.Files(".csproj"), project => Assert.True(File.Exists(SourceTree.PathOf($"{Path.GetDirectoryName(project)}/packages.lock.json")), project));

    private static List<string> FilesWith(Regex wrong, params string[] endings) =>
        [.. SourceTree.Files(endings).Where(file => wrong.IsMatch(File.ReadAllText(SourceTree.PathOf(file))))];

    [GeneratedRegex("://")]
    private static partial Regex Address();

    [GeneratedRegex(@"^\s*#(?:end)?region\b", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"(?<![\w/.])/(?:work/(?:main|shared)|tmp/wt|root/\.(?:nuget|dotnet|npm))\b|/Users/[a-z]\w*/|[A-Z]:\\Users\\")]
    private static partial Regex OwnMachine();
}
