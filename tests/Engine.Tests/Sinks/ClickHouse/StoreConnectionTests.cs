using Engine.App.Store;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class StoreConnectionTests
{
    [Fact]
    public void A_url_is_read_whole()
    {
        var connection = StoreConnection.Parse("https://ana:p%40ss%3Aword@ch.example.com:9443/traffic");
        Assert.Equal(new Uri("https://ch.example.com:9443/"), connection.Address);
        Assert.Equal(("ana", "p@ss:word", "traffic"), (connection.User, connection.Password, connection.Database));
    }

    [Theory]
    [InlineData("http://ch", 8123)]
    [InlineData("https://ch", 8443)]
    [InlineData("http://ch:80", 80)]
    public void The_port_is_ClickHouses_own_where_none_is_given(string url, int port)
    {
        var connection = StoreConnection.Parse(url);
        Assert.Equal(port, connection.Address.Port);
        Assert.Equal(("default", "", "engine"), (connection.User, connection.Password, connection.Database));
    }

    [Theory]
    [InlineData("ftp://u:secret@host/x")]
    [InlineData("http://u:secret@/x")]
    [InlineData("http://u:secret@host/x y;DROP")]
    [InlineData("http://u:secret@host/a/b")]
    public void A_wrong_url_is_a_usage_error_that_keeps_the_password_to_itself(string url)
    {
        var error = Assert.Throws<UserError>(() => StoreConnection.Parse(url));
        Assert.True(error.IsUsage);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_never_printed()
    {
        var location = StoreOption.Parse("http://ana:secret@ch:8123/traffic");
        Assert.Equal("http://ch:8123/traffic", location.ToString());
        Assert.DoesNotContain("secret", $"{((StoreLocation.Server)location).Connection}", StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", new ServerFile("http://127.0.0.1:1/", 1, "abc123", 7).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void None_a_directory_and_a_url_are_told_apart()
    {
        Assert.IsType<StoreLocation.None>(StoreOption.Parse("none"));
        Assert.Equal(Path.GetFullPath("data"), Assert.IsType<StoreLocation.Embedded>(StoreOption.Parse("data")).Path);
        Assert.IsType<StoreLocation.Server>(StoreOption.Parse("http://ch"));
        Assert.True(Assert.Throws<UserError>(() => StoreOption.Parse("")).IsUsage);
    }

    [Fact]
    public void A_store_to_look_at_must_exist() =>
        Assert.Contains("engine demo", Assert.Throws<UserError>(() => StoreOption.ParseExisting("/nowhere/at-all")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_server_file_is_for_its_owner_only_and_reads_back()
    {
        var directory = Directory.CreateTempSubdirectory("engine-test");
        try
        {
            var written = new ServerFile("http://127.0.0.1:4711/", 4711, "token", 12);
            written.Write(directory.FullName);
            Assert.Equal(written, ServerFile.Read(directory.FullName));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ServerFile.PathIn(directory.FullName)));
            Assert.Equal([ServerFile.Name], directory.GetFiles().Select(file => file.Name));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void A_broken_server_file_is_no_server(string content)
    {
        var directory = Directory.CreateTempSubdirectory("engine-test");
        try
        {
            File.WriteAllText(ServerFile.PathIn(directory.FullName), content);
            Assert.Null(ServerFile.Read(directory.FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
