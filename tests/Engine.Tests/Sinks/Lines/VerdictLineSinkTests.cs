using System.Text;
using CsCheck;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.Tests.Sinks.Lines;

public sealed class VerdictLineSinkTests
{
    private static readonly DateTimeOffset Noon = SomeVerdict.Noon;

    [Fact]
    public async Task A_verdict_waits_until_the_watermark_has_passed_it()
    {
        using var output = new MemoryStream();
        await using var sink = new VerdictLineSink(output, "test");

        await sink.WriteAsync(SomeVerdict.Batch([SomeVerdict.On("203.0.113.7", at: Noon)], watermark: Noon), default);
        Assert.Equal(0, output.Length);
        await sink.WriteAsync(SomeVerdict.Batch(watermark: Noon.AddTicks(1)), default);
        Assert.Single(Lines(output));
    }

    [Fact]
    public async Task Lines_are_sorted_by_time_then_id_then_revision()
    {
        using var output = new MemoryStream();
        await using var sink = new VerdictLineSink(output, "test");
        Verdict[] verdicts =
        [
            SomeVerdict.On("b", revision: 2, at: Noon), SomeVerdict.On("a", at: Noon.AddSeconds(1)), SomeVerdict.On("b", at: Noon), SomeVerdict.On("c", at: Noon),
        ];

        await sink.WriteAsync(SomeVerdict.Batch(verdicts, watermark: Noon, isLast: true), default);

        var expected = verdicts.OrderBy(one => one.Time).ThenBy(one => one.Id.ToString(), StringComparer.Ordinal).ThenBy(one => one.Revision);
        Assert.Equal(expected.Select(one => (one.Id, one.Revision)), Read(output).Select(line => (line.Id, line.Revision)));
    }

    [Fact]
    public void Equal_inputs_give_equal_bytes_however_they_are_cut_into_batches() =>
        Gen.Select(Gen.Select(Gen.Int[0, 30], Gen.Int[0, 4]).Array[0, 40], Gen.Int[1, 40], Gen.Int[1, 40]).Sample((steps, one, other) =>
        {
            var verdicts = Verdicts(steps);
            return Run(verdicts, one).AsSpan().SequenceEqual(Run(verdicts, other));
        }, iter: 300);

    [Fact]
    public async Task What_waits_is_bounded_and_what_leaves_early_is_counted()
    {
        using var output = new MemoryStream();
        await using var sink = new VerdictLineSink(output, "test", mostWaiting: 3);
        var late = SomeVerdict.On("late", at: Noon);
        Verdict[] verdicts = [.. Enumerable.Range(1, 5).Select(number => SomeVerdict.On($"v{number}", at: Noon.AddSeconds(number))), late];

        await sink.WriteAsync(SomeVerdict.Batch(verdicts, watermark: Noon), default);
        Assert.Equal(3, Lines(output).Length);
        await sink.WriteAsync(SomeVerdict.Batch(watermark: Noon, isLast: true), default);

        Assert.Equal(6, sink.Written);
        Assert.Equal(1, sink.OutOfOrder);
    }

    [Fact]
    public async Task A_file_is_made_anew()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, new string('x', 100_000));
        await using (var sink = VerdictLineSink.ToFile(path))
            await sink.WriteAsync(SomeVerdict.Batch([SomeVerdict.On("203.0.113.7")], isLast: true), default);

        Assert.Single(await File.ReadAllLinesAsync(path));
        File.Delete(path);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_a_plain_word() =>
        Assert.Contains("cannot be written", Assert.Throws<UserError>(() => VerdictLineSink.ToFile("/nowhere/v.jsonl")).Message, StringComparison.Ordinal);

    /// <summary>Each verdict comes no earlier than the watermark of its call allows, and no later than 10 s before the newest call.</summary>
    private static List<(Verdict Verdict, DateTimeOffset Watermark)> Verdicts((int Ahead, int Name)[] steps)
    {
        var verdicts = new List<(Verdict, DateTimeOffset)>();
        var watermark = Noon;
        foreach (var (ahead, name) in steps)
        {
            verdicts.Add((SomeVerdict.On($"v{name}", revision: verdicts.Count + 1, at: watermark.AddSeconds(ahead / 3)), watermark));
            watermark = watermark.AddSeconds(ahead % 3);
        }

        return verdicts;
    }

    private static byte[] Run(List<(Verdict Verdict, DateTimeOffset Watermark)> verdicts, int batchSize)
    {
        using var output = new MemoryStream();
        var sink = new VerdictLineSink(output, "test", leaveOpen: true);
        foreach (var batch in verdicts.Chunk(batchSize))
            sink.WriteAsync(SomeVerdict.Batch([.. batch.Select(one => one.Verdict)], watermark: batch[^1].Watermark), default).AsTask().GetAwaiter().GetResult();
        sink.WriteAsync(SomeVerdict.Batch(watermark: Noon, isLast: true), default).AsTask().GetAwaiter().GetResult();
        Assert.Equal(0, sink.OutOfOrder);
        return output.ToArray();
    }

    private static string[] Lines(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<VerdictLine> Read(MemoryStream output) => Lines(output).Select(line => VerdictLine.Read(Encoding.UTF8.GetBytes(line)));
}
