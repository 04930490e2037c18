using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;

namespace Engine.Integration.ClickHouse;

/// <summary>What ClickHouse clients expect of its HTTP interface, asked of the embedded one, through the driver and as curl would.</summary>
public sealed class HttpInterfaceTests(StoreFixture fixture) : IClassFixture<StoreFixture>, IDisposable
{
    private readonly HttpClient http = Open(fixture, fixture.Store.Connection.Password);

    public void Dispose() => http.Dispose();

    private static HttpClient Open(StoreFixture fixture, string token)
    {
        var client = new HttpClient { BaseAddress = fixture.Store.Connection.Address };
        client.DefaultRequestHeaders.Add("X-ClickHouse-Key", token);
        return client;
    }

    private async Task<(HttpStatusCode Status, string Body, string? Code)> PostAsync(string query, byte[] body, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var response = await http.PostAsync(query, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("X-ClickHouse-Exception-Code", out var codes) ? codes.Single() : null);
    }

    [Fact]
    public async Task Ping_answers_without_a_token()
    {
        using var anonymous = new HttpClient { BaseAddress = http.BaseAddress };
        Assert.Equal("Ok.\n", await anonymous.GetStringAsync("ping"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task A_wrong_token_is_refused(string token)
    {
        using var stranger = Open(fixture, token);
        using var response = await stranger.GetAsync("?query=SELECT+1");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.StartsWith("Code: 516. DB::Exception: ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var lease = await stranger.GetAsync("engine/lease");
        Assert.Equal(HttpStatusCode.Forbidden, lease.StatusCode);
    }

    [Fact]
    public async Task A_statement_is_taken_from_the_address_the_body_or_both()
    {
        Assert.Equal("1\n", await http.GetStringAsync("?query=SELECT+1"));
        Assert.Equal("2\n", (await PostAsync("", "SELECT 2"u8.ToArray())).Body);
        Assert.Equal("3\n", (await PostAsync("?query=SELECT", "3"u8.ToArray())).Body);
        Assert.Equal("{\"a\":4}\n", await http.GetStringAsync("?default_format=JSONEachRow&query=SELECT+4+AS+a"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Compressed_bodies_are_read(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream pack = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
        })
            pack.Write("SELECT 5"u8);
        Assert.Equal("5\n", (await PostAsync("", packed.ToArray(), encoding)).Body);
        Assert.NotEqual(HttpStatusCode.OK, (await PostAsync("", [1, 2, 3, 4, 5], encoding)).Status);
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", 404, "60")]
    [InlineData("SELEC 1", 400, "62")]
    [InlineData("", 400, "62")]
    [InlineData("SELECT 1; SELECT 2", 400, "62")]
    [InlineData("SELECT throwIf(1)", 500, "395")]
    public async Task Errors_have_ClickHouses_code_and_text(string sql, int status, string code)
    {
        var answer = await PostAsync("", Encoding.UTF8.GetBytes(sql));
        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal(code, answer.Code);
        Assert.StartsWith($"Code: {code}. DB::Exception: ", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_driver_raises_its_usual_exception()
    {
        var error = await Assert.ThrowsAsync<ClickHouseServerException>(() => fixture.TextAsync("SELECT * FROM nowhere"));
        Assert.Equal(60, error.ErrorCode);
    }

    [Theory]
    [InlineData("a'b\\c\nd\te\rf\0g")]
    [InlineData("żółć 日本 😀")]
    [InlineData("\\N")]
    [InlineData("'; DROP TABLE events_data; --")]
    public async Task Parameters_are_values_whatever_they_hold(string value)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("x", value);
        Assert.Equal(value, await fixture.Store.Client.ExecuteScalarAsync("SELECT {x:String}", parameters));
    }

    [Fact]
    public async Task Large_results_come_in_chunks_as_one_answer()
    {
        await using var reader = await fixture.Store.Client.ExecuteReaderAsync("SELECT number, toString(number) FROM numbers(300000)");
        var expected = 0UL;
        while (reader.Read())
        {
            Assert.Equal(expected, reader.GetValue(0));
            expected++;
        }

        Assert.Equal(300_000UL, expected);
        Assert.Equal(200_000, (await http.GetStringAsync("?query=SELECT+number+FROM+numbers(200000)+FORMAT+CSVWithNames")).Split('\n').Length - 2);
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_result_is_not_an_end() => await Assert.ThrowsAnyAsync<Exception>(async () =>
    {
        await using var reader = await fixture.Store.Client.ExecuteReaderAsync("SELECT throwIf(number = 1500000) FROM numbers(3000000)");
        while (reader.Read())
        {
        }
    });

    [Fact]
    public async Task Statements_without_rows_and_of_every_kind_are_answered()
    {
        var table = StoreFixture.Fresh().Replace('-', '_');
        await fixture.Store.Client.ExecuteNonQueryAsync($"CREATE TABLE {table} (a Int32, b String) ENGINE = Memory");
        await fixture.Store.Client.ExecuteNonQueryAsync($"INSERT INTO {table} VALUES (1, 'x'), (2, 'FORMAT CSV')");
        await fixture.Store.Client.InsertBinaryAsync(table, ["a", "b"], [[3, "z"]]);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"?database=engine&query=INSERT+INTO+{table}+FORMAT+CSV", "4,\"w\"\n"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"?database=engine&query=INSERT+INTO+{table}+VALUES", "(5,'v')"u8.ToArray())).Status);
        await fixture.Store.Client.ExecuteNonQueryAsync($"INSERT INTO {table} SELECT 6, 'u'");
        Assert.Equal("21\t6", await fixture.TextAsync($"SELECT sum(a), count() FROM {table}"));
        Assert.Contains("a\tInt32", await fixture.TextAsync($"DESCRIBE TABLE {table} FORMAT TSV"), StringComparison.Ordinal);
        await fixture.Store.Client.ExecuteNonQueryAsync($"DROP TABLE {table}");
    }

    [Fact]
    public async Task Settings_and_databases_of_one_request_do_not_reach_the_next()
    {
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("7\n", await http.GetStringAsync("?max_block_size=7&query=SELECT+getSetting('max_block_size')"));
            Assert.Equal("engine\n", await http.GetStringAsync("?database=engine&query=SELECT+currentDatabase()"));
            Assert.Equal("default\n", await http.GetStringAsync("?query=SELECT+currentDatabase()"));
            await PostAsync("", "SET max_block_size = 9"u8.ToArray());
            await PostAsync("", "USE system"u8.ToArray());
            Assert.DoesNotContain(await http.GetStringAsync("?query=SELECT+getSetting('max_block_size')"), (string[])["7\n", "9\n"]);
            Assert.Equal("60\n", await http.GetStringAsync("?query=SELECT+getSetting('max_execution_time')"));
        }

        Assert.Equal("115", (await PostAsync("?no_such_setting=1", "SELECT 1"u8.ToArray())).Code);
    }

    [Theory]
    [InlineData("DROP TABLE events_data")]
    [InlineData("INSERT INTO dead_letters_data (source) VALUES ('x')")]
    [InlineData("SYSTEM STOP MERGES")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/engine-must-not-exist'")]
    [InlineData("SET max_block_size = 1")]
    public async Task A_request_that_may_only_read_changes_nothing(string sql)
    {
        Assert.Equal("164", (await PostAsync("?readonly=2&database=engine", Encoding.UTF8.GetBytes(sql))).Code);
        using var get = await http.GetAsync("?database=engine&query=" + Uri.EscapeDataString(sql));
        Assert.Equal(HttpStatusCode.Forbidden, get.StatusCode);
    }

    [Fact]
    public async Task A_slow_query_ends_at_its_limit_and_does_not_hold_up_inserts()
    {
        var slow = Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<ClickHouseServerException>(() => fixture.TextAsync(
            "SELECT max(sipHash64(number)) FROM numbers(100000000000) SETTINGS max_execution_time = 5, max_threads = 1"))).ToArray();
        var inserting = Stopwatch.StartNew();
        await using (var sink = fixture.Sink())
        {
            await sink.WriteAsync(Sample.Batch([Sample.Call(1, source: StoreFixture.Fresh())]), CancellationToken.None);
            await sink.FlushAsync(CancellationToken.None);
        }

        Assert.DoesNotContain(slow, query => query.IsCompleted);
        Assert.True(inserting.Elapsed < TimeSpan.FromSeconds(5));
        foreach (var query in slow)
            Assert.Equal(159, (await query).ErrorCode);
    }

    [Fact]
    public async Task An_insert_of_broken_rows_stores_nothing()
    {
        var answer = await PostAsync("?database=engine&query=INSERT+INTO+dead_letters_data+(source,source_offset)+FORMAT+RowBinary", [4, 1, 2]);
        Assert.Equal("33", answer.Code);
    }
}
