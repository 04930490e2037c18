using Engine.Schemas;
using Engine.Sinks.ClickHouse.Embedded;
using Engine.Sinks.ClickHouse.Http;
using Microsoft.AspNetCore.Http;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class EmbeddedTests
{
    [Theory]
    [InlineData("Code: 60. DB::Exception: no table. (UNKNOWN_TABLE)", 60, "Code: 60. DB::Exception: no table. (UNKNOWN_TABLE)")]
    [InlineData("Error: Code: 60. DB::Exception: no table", 60, "Code: 60. DB::Exception: no table")]
    [InlineData("Code: 241. DB::Exception: Code: 241. DB::Exception: Code: 241. DB::Exception: memory", 241, "Code: 241. DB::Exception: memory")]
    [InlineData("something else", 1001, "Code: 1001. DB::Exception: something else")]
    [InlineData("Code: x", 1001, "Code: 1001. DB::Exception: Code: x")]
    [InlineData("Code: 99999999999999", 1001, "Code: 1001. DB::Exception: Code: 99999999999999")]
    public void An_error_keeps_its_code_and_loses_its_wrapping(string text, int code, string message)
    {
        var error = ChdbException.From(text);
        Assert.Equal(code, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void The_header_that_each_chunk_repeats_is_measured()
    {
        byte[] chunk = [2, 1, (byte)'a', 2, (byte)'b', (byte)'c', 5, .. "UInt8"u8, 6, .. "String"u8, 1, 0];
        Assert.Equal(chunk.Length - 2, ResultFormat.HeaderLength("RowBinaryWithNamesAndTypes", chunk));
        Assert.Equal(0, ResultFormat.HeaderLength("RowBinary", chunk));
    }

    [Theory]
    [InlineData("JSONEachRow", true)]
    [InlineData("tsv", true)]
    [InlineData("JSON", false)]
    [InlineData("TabSeparatedWithNames", false)]
    [InlineData("Pretty", false)]
    public void Only_formats_without_a_frame_are_streamed(string format, bool canStream) => Assert.Equal(canStream, ResultFormat.CanStream(format));

    [Fact]
    public void Library_named_by_a_person_is_the_only_place_searched()
    {
        var error = Assert.Throws<UserError>(() => LibchdbLocation.Find("/nowhere/at-all", AppContext.BaseDirectory));
        Assert.Contains("/nowhere/at-all", error.Message, StringComparison.Ordinal);
        Assert.Contains("make setup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_is_found_above_the_executable()
    {
        var root = Directory.CreateTempSubdirectory("engine-test");
        try
        {
            var packages = root.CreateSubdirectory($"deploy/embedded-clickhouse/node_modules/@chdb/{LibchdbLocation.Platform}");
            File.WriteAllText(Path.Combine(packages.FullName, "libchdb.so"), "");
            var executable = root.CreateSubdirectory("artifacts/bin/engine").FullName;
            Assert.Equal(Path.Combine(packages.FullName, "libchdb.so"), LibchdbLocation.Find(null, executable));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("X-ClickHouse-Key", "right", true)]
    [InlineData("X-ClickHouse-Key", "wrong", false)]
    [InlineData("X-ClickHouse-Key", "", false)]
    [InlineData("Authorization", "Bearer right", true)]
    [InlineData("Authorization", "Basic ZGVmYXVsdDpyaWdodA==", true)]
    [InlineData("Authorization", "Basic ZGVmYXVsdDp3cm9uZw==", false)]
    [InlineData("Authorization", "Basic %%%", false)]
    [InlineData("Authorization", "Basic cmlnaHQ=", false)]
    [InlineData("Authorization", "right", false)]
    public void The_token_is_taken_where_clients_put_a_password(string header, string value, bool isAllowed)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[header] = value;
        Assert.Equal(isAllowed, new AccessToken("right").Allows(http.Request));
    }

    [Fact]
    public void The_token_is_taken_from_the_password_parameter_and_never_printed()
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString("?user=default&password=right");
        var token = new AccessToken("right");
        Assert.True(token.Allows(http.Request));
        Assert.DoesNotContain("right", token.ToString(), StringComparison.Ordinal);
    }
}
