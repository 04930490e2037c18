using System.Text.Json;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.Tests.Sinks.Lines;

public sealed class DeadLetterFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-test-");

    private string Where => Path.Combine(_directory.FullName, "dead.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_refused_record_is_kept_with_its_reason_and_position()
    {
        await WriteAsync(new DeadLetterFile(Where), Letter("\u001b[2J{\"broken\n"));

        var line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(Where))).RootElement;
        Assert.Equal("start_time is missing", line.GetProperty("reason").GetString());
        Assert.Equal(4711, line.GetProperty("offset").GetInt64());
        Assert.Equal("\u001b[2J{\"broken\n", line.GetProperty("sample").GetString());
    }

    [Fact]
    public async Task Without_refused_records_no_file_is_made()
    {
        await WriteAsync(new DeadLetterFile(Where));

        Assert.False(File.Exists(Where));
    }

    [Fact]
    public async Task The_file_is_bounded_and_says_how_many_it_lacks()
    {
        var sink = new DeadLetterFile(Where, mostBytes: 1000);
        await WriteAsync(sink, [.. Enumerable.Repeat(Letter(new string('x', 200)), 20), Letter("")]);

        Assert.Equal(21, sink.Written + sink.NotWritten);
        var lines = await File.ReadAllLinesAsync(Where);
        Assert.Equal($"{{\"not_written\":{sink.NotWritten}}}", lines[^1]);
        Assert.Equal(sink.Written, lines.Length - 1);
        Assert.InRange(lines.SkipLast(1).Sum(line => line.Length + 1), 1, 1000);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_plain_word()
    {
        await using var sink = new DeadLetterFile("/nowhere/dead.jsonl");

        await Assert.ThrowsAsync<UserError>(async () => await sink.WriteAsync(SomeVerdict.Batch(deadLetters: [Letter("x")]), default));
    }

    private static DeadLetter Letter(string sample) =>
        new(new SourcePosition("access.log", 0, 4711, 0), SomeVerdict.Noon, "ingest", "kong", "start_time is missing", sample, sample.Length);

    private static async Task WriteAsync(DeadLetterFile sink, params DeadLetter[] letters)
    {
        await using (sink)
            await sink.WriteAsync(SomeVerdict.Batch(deadLetters: letters, isLast: true), default);
    }
}
