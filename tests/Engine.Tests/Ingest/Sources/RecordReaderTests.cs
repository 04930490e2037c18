using System.Text;
using CsCheck;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources;

public sealed class RecordReaderTests : IDisposable
{
    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Lines_end_with_either_line_end_and_the_last_needs_none()
    {
        var taken = Files.Read([_files.Write("a.log", "one\ntwo\r\n\n  \n\r\nth\rree")]);

        Assert.Equal(["one", "two", "th\rree"], taken.Texts);
        Assert.Equal([0L, 4, 15], taken.Positions.Select(position => position.Offset));
        Assert.All(taken.Positions, position => Assert.Equal(("a.log", 0, 0), (position.Source, position.Partition, position.Index)));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_line()
    {
        var taken = Files.Read([_files.Write("a.log", "\uFEFFone\ntwo")]);

        Assert.Equal(["one", "two"], taken.Texts);
        Assert.Equal([3L, 7], taken.Positions.Select(position => position.Offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    [InlineData("\uFEFF")]
    public void A_file_without_lines_gives_no_batch(string text) => Assert.Empty(Files.Read([_files.Write("a.log", text)]).Sizes);

    [Fact]
    public void Batches_are_cut_at_their_size() =>
        Assert.Equal([3, 3, 1], Files.Read([_files.Write("a.log", "1\n2\n3\n4\n5\n6\n7\n")], new FileSource.Options { Batch = 3 }).Sizes);

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Archives_are_known_by_their_bytes_not_their_names(string kind)
    {
        var text = string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"line {i} {new string('x', i % 200)}"));
        var taken = Files.Read([_files.Write("a.log", kind == "gz" ? Files.Gzip(text) : Files.Zstd(text))]);

        Assert.Equal(text.Split('\n'), taken.Texts);
        Assert.Equal("line 0 \n".Length, taken.Positions[1].Offset);
    }

    [Fact]
    public void Several_gzip_members_and_zstd_frames_are_one_file()
    {
        Assert.Equal(["one", "two"], Files.Read([_files.Write("a", [.. Files.Gzip("one\ntw"), .. Files.Gzip("o\n")])]).Texts);
        Assert.Equal(["one", "two"], Files.Read([_files.Write("b", [.. Files.Zstd("one\ntw"), .. Files.Zstd("o\n")])]).Texts);
    }

    [Theory]
    [InlineData("gz", "gzip member")]
    [InlineData("zst", "zstd frame")]
    public void A_truncated_archive_gives_what_it_holds_and_one_fault(string kind, string unit)
    {
        var random = new Random(5);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} {random.Next()}\n"));
        var whole = kind == "gz" ? Files.Gzip(text) : Files.Zstd(text);
        var options = new FileSource.Options();

        var taken = Files.Read([_files.Write("a.log", whole[..(whole.Length / 2)])], options);

        Assert.InRange(taken.Texts.Count, 1_000, 19_000);
        Assert.Equal(text.Split('\n').Take(taken.Texts.Count), taken.Texts);
        var fault = Assert.Single(taken.Faults);
        Assert.Contains($"ends in the middle of a {unit} after ", fault.Reason, StringComparison.Ordinal);
        Assert.Equal((1L, 1L), (options.Progress.EndedEarly, options.Progress.Faults));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Every_truncation_of_an_archive_ends_quietly_or_with_a_fault(string kind)
    {
        var whole = kind == "gz" ? Files.Gzip("one\ntwo\nthree\n") : Files.Zstd("one\ntwo\nthree\n");
        for (var length = 4; length < whole.Length; length++)
        {
            var options = new FileSource.Options();
            Files.Read([_files.Write("a.log", whole[..length])], options);
            Assert.Equal(1, options.Progress.EndedEarly);
        }
    }

    [Fact]
    public void A_damaged_archive_is_named_as_such()
    {
        var packed = Files.Gzip(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"line {i} {i * 7919}\n")));
        packed.AsSpan(packed.Length / 2, 40).Fill(0xFF);

        Assert.StartsWith("a.log is damaged after ", Assert.Single(Files.Read([_files.Write("a.log", packed)]).Faults).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_behind_an_archive_is_no_fault() =>
        Assert.Equal(["one"], Files.Read([_files.Write("a.log", [.. Files.Gzip("one\n"), .. new byte[512]])]).Texts);

    [Fact]
    public void A_line_over_the_limit_becomes_one_fault_and_its_neighbours_stay()
    {
        var options = new FileSource.Options { MostRecordBytes = 1_024 };
        var taken = Files.Read([_files.Write("a.log", $"one\n{new string('x', 10_000_000)}\ntwo\n{new string('y', 1_024)}\n{new string('z', 1_025)}")], options);

        Assert.Equal(["one", "two", new string('y', 1_024)], taken.Texts);
        Assert.Equal([10_000_000L, 1_025], taken.Faults.Select(fault => fault.Length));
        Assert.Equal([4L, 10_001_034], taken.Faults.Select(fault => fault.Position.Offset));
        Assert.Equal(new string('x', DeadLetter.SampleBytes), taken.Faults[0].Sample);
        Assert.Contains("10000000 bytes long", taken.Faults[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_overlong_lines_is_counted_not_hoarded()
    {
        var taken = Files.Read(
            [_files.Write("a.log", string.Concat(Enumerable.Repeat(new string('x', 1_100) + "\n", 2_000)))], new FileSource.Options { MostRecordBytes = 1_024 });

        Assert.InRange(taken.Faults.Count, 2, 600);
        Assert.Contains("more records", taken.Faults[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_noise_is_lines_like_any_other()
    {
        var noise = new byte[300_000];
        new Random(3).NextBytes(noise);

        var taken = Files.Read([_files.Write("noise", noise)]);

        Assert.InRange(taken.Texts.Count, 500, 3_000);
        Assert.Empty(taken.Faults);
    }

    [Fact]
    public void Files_are_merged_by_time_and_ties_go_to_the_one_given_first()
    {
        var a = _files.Write("a.log", string.Join('\n', Files.Line(1, "/a1"), Files.Line(3, "/a3"), Files.Line(5, "/a5")));
        var b = _files.Write("b.log", string.Join('\n', Files.Line(2, "/b2"), Files.Line(3, "/b3"), "no log line", Files.Line(9, "/b9")));

        Assert.Equal(["/a1", "/b2", "/a3", "/b3", "no log line", "/a5", "/b9"], Paths(Files.Read([a, b])));
        Assert.Equal(["/a1", "/b2", "/b3", "no log line", "/a3", "/a5", "/b9"], Paths(Files.Read([b, a])));
    }

    [Fact]
    public void A_merged_record_keeps_its_own_files_position()
    {
        var a = _files.Write("a.log", string.Join('\n', Files.Line(1), Files.Line(3)));
        var b = _files.Write("b.log", Files.Line(2));

        Assert.Equal(
            [("a.log", 0L), ("b.log", 0L), ("a.log", Files.Line(1).Length + 1L)],
            Files.Read([a, b]).Positions.Select(position => (position.Source, position.Offset)));
    }

    [Fact]
    public void One_wild_time_does_not_hold_its_file_back()
    {
        var a = _files.Write("a.log", string.Join('\n', Files.Line(1, "/a1"), Files.Line(2, "/wild").Replace("2026", "9999", StringComparison.Ordinal), Files.Line(3, "/a3")));
        var b = _files.Write("b.log", string.Join('\n', Files.Line(2, "/b2"), Files.Line(4, "/b4")));

        Assert.Equal(["/a1", "/b2", "/wild", "/a3", "/b4"], Paths(Files.Read([a, b])));
    }

    [Fact]
    public void Batch_size_changes_neither_order_nor_positions() =>
        Gen.Select(Gen.Int[0, 300].Array[0, 60], Gen.Int[0, 300].Array[0, 60], Gen.Int[1, 40]).Sample(
            (first, second, batch) =>
            {
                using var files = new Files();
                var a = files.Write("a.log", string.Join('\n', first.Select(second => Files.Line(second, $"/a{second}"))));
                var b = files.Write("b.log", string.Join('\n', second.Select(second => Files.Line(second, $"/b{second}"))));
                var whole = Files.Read([a, b]);
                var cut = Files.Read([a, b], new FileSource.Options { Batch = batch });
                Assert.Equal(whole.Texts, cut.Texts);
                Assert.Equal(whole.Positions, cut.Positions);
                Assert.All(cut.Sizes, size => Assert.InRange(size, 1, batch));
            },
            iter: 50);

    [Fact]
    public void Lines_of_any_length_are_cut_alike_whatever_the_pieces() => Gen.Int[0, 70_000].Array[1, 30].Sample(
        lengths =>
        {
            var lines = lengths.Select((length, i) => new string((char)('a' + (i % 26)), length)).ToArray();
            var options = new FileSource.Options { OpenStandardInput = () => new Trickle(Encoding.UTF8.GetBytes(string.Join('\n', lines))), Batch = 7 };
            var taken = Files.Read(["-"], options);
            Assert.Equal(lines.Where(line => line.Length > 0), taken.Texts);
        },
        iter: 30);

    [Fact]
    public void Standard_input_has_no_total()
    {
        var options = new FileSource.Options { OpenStandardInput = () => new MemoryStream("one\ntwo\n"u8.ToArray()) };
        var taken = Files.Read(["-"], options);

        Assert.Equal(["one", "two"], taken.Texts);
        Assert.Equal("stdin", taken.Positions[0].Source);
        Assert.Equal(((long?)null, 8L, 2L), (options.Progress.TotalBytes, options.Progress.Bytes, options.Progress.Records));
    }

    [Fact]
    public void Progress_ends_at_the_total()
    {
        var options = new FileSource.Options();
        Files.Read([_files.Write("a", Files.Gzip("one\ntwo")), _files.Write("b", "three")], options);

        Assert.Equal(options.Progress.TotalBytes, options.Progress.Bytes);
        Assert.Equal(3, options.Progress.Records);
    }

    [Fact]
    public void A_released_batch_may_be_released_again()
    {
        using var reader = new RecordReader([_files.Write("a", "one")], new FileSource.Options(), Files.Formats, TimeProvider.System);
        Assert.True(reader.TryRead(out var batch));
        batch.Release();
        batch.Release();
    }

    [Fact]
    public void Batches_stay_whole_while_later_ones_are_read()
    {
        var lines = Enumerable.Range(0, 3_000).Select(i => $"{i} {new string('x', 100)}").ToArray();
        using var reader = new RecordReader([_files.Write("a", string.Join('\n', lines))], new FileSource.Options { Batch = 100 }, Files.Formats, TimeProvider.System);
        var batches = new List<RawBatch>();
        while (reader.TryRead(out var batch))
            batches.Add(batch);

        Assert.Equal(lines, batches.SelectMany(batch => batch.Records).Select(record => Encoding.UTF8.GetString(record.Bytes.Span)));
        batches.ForEach(batch => batch.Release());
    }

    private static IEnumerable<string> Paths(Files.Taken taken) =>
        taken.Texts.Select(text => text.Contains('"') ? text.Split('"')[1].Split(' ')[1] : text);

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + (int)(Position % 4_001))]);
    }
}
