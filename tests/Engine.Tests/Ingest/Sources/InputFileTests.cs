using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources;

public sealed class InputFileTests : IDisposable
{
    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    private string In(string name) => Path.Combine(_files.Folder, name);

    [Fact]
    public void A_folder_stands_for_its_visible_files_in_ordinal_order()
    {
        foreach (var name in (string[])["b.log", "B.log", "a.log.1", ".hidden", "deeper/c.log"])
            _files.Write(name, "x");

        Assert.Equal(["B.log", "a.log.1", "b.log"], InputFile.Expand([_files.Folder]).Select(file => file.Name));
    }

    [Fact]
    public void A_pattern_stands_for_the_files_it_matches()
    {
        foreach (var name in (string[])["a.log", "b.log", "c.txt"])
            _files.Write(name, "x");

        Assert.Equal(["a.log", "b.log"], InputFile.Expand([In("*.log")]).Select(file => file.Name));
    }

    [Fact]
    public void Equal_names_are_told_apart_by_their_folders_whatever_the_order()
    {
        var paths = (string[])[_files.Write("x/1/access.log", ""), _files.Write("y/1/access.log", ""), _files.Write("y/2/access.log", ""), _files.Write("b.log", "")];

        Assert.Equal(["x/1/access.log", "y/1/access.log", "2/access.log", "b.log"], InputFile.Expand(paths).Select(file => file.Name));
        Assert.Equal(
            ["b.log", "2/access.log", "y/1/access.log", "x/1/access.log"], InputFile.Expand([.. paths.Reverse()]).Select(file => file.Name));
    }

    [Theory]
    [InlineData("missing.log", "does not exist; check the path")]
    [InlineData("*.none", "matches no file")]
    [InlineData("*/a.log", "does not exist")]
    [InlineData("empty", "holds no files")]
    public void A_path_that_names_nothing_is_one_clear_line(string name, string named)
    {
        Directory.CreateDirectory(In("empty"));

        var error = Assert.Throws<UserError>(() => InputFile.Expand([In(name)]));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_file_given_twice_is_an_error()
    {
        var path = _files.Write("a.log", "");

        Assert.Contains("twice", Assert.Throws<UserError>(() => InputFile.Expand([path, _files.Folder])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_at_all_is_a_usage_error() => Assert.True(Assert.Throws<UserError>(() => InputFile.Expand([])).IsUsage);
}
