using System.IO.Compression;
using System.Text;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.App.Runs;

/// <summary>Formats that operators left to the engine.</summary>
public sealed class AutomaticFormatTests : IDisposable
{
    private const string Combined = "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n";
    private const string Docker = "{\"log\":\"203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \\\"GET / HTTP/1.1\\\" 200 1 \\\"-\\\" \\\"-\\\"\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T19:28:01Z\"}\n";

    private readonly string _place = Directory.CreateTempSubdirectory("engine-auto-").FullName;
    private readonly List<string> _said = [];

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private string File(string name, string content)
    {
        var path = Path.Combine(_place, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private AutomaticFormat Formats(SourceOptions source, RecordedFormats? recorded = null, StandardInput? input = null) =>
        new(new EngineOptions { Sources = [source] }, input ?? new StandardInput(() => Stream.Null), _said.Add, NullLoggerFactory.Instance) { Recorded = recorded };

    private async Task<string> OfAsync(SourceOptions source, RecordedFormats? recorded = null) =>
        (await Formats(source, recorded).ApplyAsync(CancellationToken.None)).Sources[0].Format;

    private static SourceOptions Source(params string[] paths) => new() { Name = "edge", Paths = paths, Format = FormatChoice.Auto };

    [Fact]
    public async Task The_first_file_that_holds_a_record_tells()
    {
        var empty = File("a.log", "");
        var packed = Path.Combine(_place, "b.log.gz");
        using (var gzip = new GZipStream(System.IO.File.Create(packed), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Docker + Docker));

        Assert.Equal("docker/combined", await OfAsync(Source(empty, packed)));
        Assert.Equal([$"{packed}: format 'docker/combined' (2 of the first 2 records, 4 fields a call, in the envelope docker; no other format reads any)"], _said);
    }

    [Fact]
    public async Task A_format_that_was_given_is_not_looked_for()
    {
        Assert.Equal("kong", await OfAsync(Source(File("a.log", Combined)) with { Format = "kong" }));
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData("", "no record to tell its format by")]
    [InlineData("no log at all\n", "no format reads any of its first")]
    [InlineData("\0\u0001\u0002\n\0\0\0\u0010PK\u0003\u0004", "no format reads any of its first")]
    [InlineData("{\"log\":{\"log\":{\"log\":{}}}}\n", "no format reads any of its first")]
    public async Task What_is_not_clear_is_refused(string content, string problem)
    {
        var error = await Assert.ThrowsAsync<UserError>(() => OfAsync(Source(File("a.log", content))));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("with --format or in the source", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_looked_at_and_then_read_from_its_first_byte()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Combined, 2_000)));
        var input = new StandardInput(() => new MemoryStream(content));

        Assert.Equal("combined", (await Formats(Source("-"), input: input).ApplyAsync(CancellationToken.None)).Sources[0].Format);
        using var reader = new StreamReader(input.Open());
        Assert.Equal(Encoding.UTF8.GetString(content), reader.ReadToEnd());
    }

    [Fact]
    public async Task A_run_that_goes_on_takes_the_format_that_it_chose()
    {
        var path = File("a.log", Docker);
        var recorded = new RecordedFormats(Path.Combine(_place, "checkpoints"));
        var first = Formats(Source(path), recorded);
        await first.ApplyAsync(CancellationToken.None);
        recorded.Keep(first.Chosen);
        File("a.log", Combined);

        Assert.Equal("docker/combined", await OfAsync(Source(path), new RecordedFormats(Path.Combine(_place, "checkpoints"))));
        Assert.EndsWith("as it was chosen when the run began; --fresh begins anew", _said[^1], StringComparison.Ordinal);
        Assert.Equal("combined", await OfAsync(Source(path)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"edge")]
    [InlineData("{\"edge\\n/a\":7}")]
    [InlineData("[]")]
    public async Task A_record_that_cannot_be_read_costs_another_look(string broken)
    {
        File("formats.json", broken);

        Assert.Equal("combined", await OfAsync(Source(File("a.log", Combined)), new RecordedFormats(_place)));
    }

    [Fact]
    public async Task A_recorded_format_that_is_no_more_is_not_taken()
    {
        var source = Source(File("a.log", Combined));
        new RecordedFormats(_place).Keep([source with { Format = "json/mine" }]);

        Assert.Equal("combined", await OfAsync(source, new RecordedFormats(_place)));
    }
}
