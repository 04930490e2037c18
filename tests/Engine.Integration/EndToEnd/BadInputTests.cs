using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Integration.EndToEnd;

/// <summary>What goes wrong at a terminal ends in one line that says what, where and what to do, in the right exit code, and in nothing lost.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-e2e-").FullName;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(PathOf("good.log"), LogLines.Visits(40) + LogLines.Walk("mallory", 0, 40));
        await File.WriteAllTextAsync(PathOf("empty.log"), "");
        await File.WriteAllBytesAsync(PathOf("noise.log"), Noise(200_000));
        await File.WriteAllBytesAsync(PathOf("cut.log.gz"), Gzip(LogLines.Visits(2_000))[..5_000]);
        await File.WriteAllTextAsync(PathOf("long.log"), LogLines.Visits(3) + new string('a', 10 << 20) + "\n" + LogLines.Visits(4));
        await File.WriteAllBytesAsync(PathOf("broken.log"), [.. Line("/"), .. Encoding.Latin1.GetBytes(LogLines.Line("/\u00ff\u00fe", LogLines.Start))]);
        await File.WriteAllTextAsync(PathOf("negative.log"), LogLines.Visits(2) + LogLines.Line("/", LogLines.Start, bytes: "-5"));
        await File.WriteAllTextAsync(PathOf("bad.yaml"), "engine:\n  lanez: 2\n");
        await File.WriteAllTextAsync(PathOf("not-a-library.so"), "text");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_place, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(0, "nothing was read: the input holds no records", "replay", "empty.log")]
    [InlineData(1, "refused: cut.log.gz ends in the middle of a gzip member", "replay", "cut.log.gz")]
    [InlineData(1, "noise.log: 0 of the first 300 records are 'combined' and no other format fits better: is this an access log?", "replay", "noise.log")]
    [InlineData(0, "refused: long.log at byte 291: the record is 10485760 bytes long, more than 1048576", "replay", "long.log")]
    [InlineData(0, "2 calls", "replay", "broken.log")]
    [InlineData(0, "refused: negative.log at byte 194: the response bytes are negative", "replay", "negative.log")]
    [InlineData(1, "80 look like 'combined': try --format combined", "replay", "good.log", "--format", "kong")]
    [InlineData(2, "error: format 'combind' is unknown; did you mean 'combined'?", "replay", "good.log", "--format", "combind")]
    [InlineData(1, "error: missing.log does not exist; check the path", "replay", "missing.log")]
    [InlineData(1, "error: missing.log does not exist; check the path", "run", "missing.log", "--follow")]
    [InlineData(1, "error: /proc/nowhere/v.jsonl cannot be written", "replay", "good.log", "--verdicts", "/proc/nowhere/v.jsonl")]
    [InlineData(2, "error: bad.yaml:2:3: engine.lanez: unknown key; did you mean 'lanes'?", "replay", "good.log", "-c", "bad.yaml")]
    [InlineData(2, "error: bad.yaml:2:3: engine.lanez: unknown key; did you mean 'lanes'?", "run", "good.log", "-c", "bad.yaml")]
    [InlineData(2, "error: absent.yaml: no such file; name another with -c FILE", "run", "-c", "absent.yaml")]
    [InlineData(2, "error: nothing to read; name files (engine run access.log --follow) or a configuration with sources", "run")]
    [InlineData(2, "error: Unrecognized option '--verdict'; did you mean '--verdicts'?", "replay", "good.log", "--verdict", "v.jsonl")]
    [InlineData(2, "error: Unrecognized command or argument 'replya'; did you mean 'replay'?", "replya", "good.log")]
    public async Task A_bad_input_says_what_where_and_what_to_do(int code, string says, params string[] arguments)
    {
        var store = arguments[0] is "replay" or "run" ? new[] { "--store", "none" } : [];
        AssertSays(await EngineProcess.RunAsync(_place, [.. arguments, .. store]), code, says);
    }

    [Theory]
    [InlineData(1, "error: the data directory", "cannot be written", "replay", "good.log", "--store", "good.log/store")]
    [InlineData(1, "error: the data directory /proc/nowhere cannot be written", "choose another with --store or ENGINE_DATA", "replay", "good.log", "--store", "/proc/nowhere")]
    [InlineData(1, "error: there is no store at", "fill one with `engine demo` or `engine replay FILE`", "verdicts", "--store", "nowhere")]
    [InlineData(1, "error: ClickHouse at http://127.0.0.1:1/engine cannot be reached", "check the address of --store", "replay", "good.log", "--store", "http://127.0.0.1:1")]
    public async Task A_store_that_cannot_be_used_is_named(int code, string says, string todo, params string[] arguments)
    {
        var end = await EngineProcess.RunAsync(_place, arguments);
        AssertSays(end, code, says);
        Assert.Contains(todo, end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_does_not_exist_yet_is_made_and_nothing_lands_in_the_current_directory()
    {
        var environment = new Dictionary<string, string> { ["ENGINE_DATA"] = "", ["XDG_DATA_HOME"] = "", ["HOME"] = PathOf("home/new") };
        AssertSays(await EngineProcess.RunAsync(_place, environment, "replay", "good.log"), 0, "80 calls");

        Assert.True(Directory.Exists(PathOf("home/new/.local/share/engine/clickhouse")));
        Assert.False(Directory.Exists(PathOf(".local")));
    }

    [Theory]
    [InlineData("/nowhere/libchdb.so", "libchdb (the embedded ClickHouse) is not installed; searched /nowhere/libchdb.so; run `make setup`")]
    [InlineData("not-a-library.so", "cannot be loaded as libchdb")]
    public async Task A_missing_or_broken_embedded_store_is_said_and_reading_without_it_works(string library, string says)
    {
        var environment = new Dictionary<string, string> { ["ENGINE_CHDB"] = library.StartsWith('/') ? library : PathOf(library) };
        AssertSays(await EngineProcess.RunAsync(_place, environment, "replay", "good.log", "--store", "store"), 1, says);
        AssertSays(await EngineProcess.RunAsync(_place, environment, "replay", "good.log", "--store", "none"), 0, "80 calls");
    }

    [Fact]
    public async Task A_store_that_is_open_elsewhere_is_joined_or_its_holder_named_and_a_port_in_use_is_said()
    {
        await using var server = EngineProcess.Start(_place, "clickhouse", "--store", "store");
        await server.UntilAsync(() => Task.FromResult(server.Output.Contains("ClickHouse serves", StringComparison.Ordinal)), "the announcement");

        (await EngineProcess.RunAsync(_place, "replay", "good.log", "--store", "store")).HasCode(0);
        Assert.Equal("80", await CountAsync("events"));
        AssertSays(await EngineProcess.RunAsync(_place, "clickhouse", "--store", "store"), 1, string.Create(
            CultureInfo.InvariantCulture, $"is open in process {server.Pid}; query that one (`engine sql`), or end it first"));

        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        AssertSays(await EngineProcess.RunAsync(_place, "clickhouse", "--store", "other", "--port", port), 1, $"error: port {port} on 127.0.0.1 is in use; choose another");
    }

    [Fact]
    public async Task Nothing_stored_is_lost_over_bad_inputs()
    {
        (await EngineProcess.RunAsync(_place, "replay", "good.log", "--store", "store")).HasCode(0);
        var verdicts = await CountAsync("verdicts");
        Assert.NotEqual("0", verdicts);

        await EngineProcess.RunAsync(_place, "replay", "noise.log", "cut.log.gz", "long.log", "broken.log", "negative.log", "--store", "store");
        await EngineProcess.RunAsync(_place, "replay", "good.log", "--store", "store", "--verdicts", "/proc/nowhere/v.jsonl");

        Assert.Equal("80", await CountAsync("events WHERE source LIKE 'good%'"));
        Assert.Equal(verdicts, await CountAsync("verdicts"));
        Assert.Equal("1", await CountAsync("dead_letters WHERE source LIKE 'cut%'"));
    }

    [Fact]
    public async Task A_killed_engine_loses_nothing_that_was_stored_and_the_next_one_works()
    {
        (await EngineProcess.RunAsync(_place, "replay", "good.log", "--store", "store")).HasCode(0);
        var running = EngineProcess.Start(_place, "run", "good.log", "--follow", "--store", "store");
        await running.UntilAsync(() => Task.FromResult(running.Error.Contains("Ctrl+C", StringComparison.Ordinal)), "the announcement");
        await running.DisposeAsync();

        Assert.NotEqual("0", await CountAsync("events"));
        (await EngineProcess.RunAsync(_place, "replay", "good.log", "--store", "store")).HasCode(0);
        Assert.Equal("80", await CountAsync("events WHERE source = 'good.log'"));
    }

    [Fact]
    public async Task A_date_in_the_year_9999_neither_expires_state_nor_makes_the_rest_late()
    {
        var far = LogLines.Line("/v1/products", new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), address: "198.51.100.9");
        await File.WriteAllTextAsync(PathOf("plain.log"), LogLines.Visits(5) + LogLines.Walk("mallory", 0, 40));
        await File.WriteAllTextAsync(PathOf("far.log"), LogLines.Visits(5) + LogLines.Walk("mallory", 0, 12) + far + LogLines.Walk("mallory", 12, 28));

        var plain = await EngineProcess.RunAsync(_place, "replay", "plain.log", "--store", "none", "--verdicts", "plain.jsonl");
        var strange = await EngineProcess.RunAsync(_place, "replay", "far.log", "--store", "store", "--verdicts", "far.jsonl");

        plain.HasCode(0);
        AssertSays(strange, 0, "late: 0");
        Assert.Equal(Ids("plain.jsonl"), Ids("far.jsonl"));
        Assert.Equal("46", await CountAsync("events"));
    }

    private string[] Ids(string file) => [.. File.ReadLines(PathOf(file)).Select(line => line[..line.IndexOf(",\"revision\"", StringComparison.Ordinal)]).Distinct()];

    private async Task<string> CountAsync(string from)
    {
        var count = await EngineProcess.RunAsync(_place, "sql", $"SELECT count() FROM {from} FORMAT TSV", "--store", "store");
        count.HasCode(0);
        return count.Output.Trim();
    }

    private static void AssertSays(EngineProcess.Ended end, int code, string says)
    {
        end.HasCode(code);
        Assert.Contains(says, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", end.Error, StringComparison.Ordinal);
        if (code == 2)
            Assert.InRange(end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 2);
    }

    private string PathOf(string name) => Path.Combine(_place, name);

    private static byte[] Line(string path) => Encoding.UTF8.GetBytes(LogLines.Line(path, LogLines.Start));

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
