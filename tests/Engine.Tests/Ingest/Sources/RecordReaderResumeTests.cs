using CsCheck;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources;

public sealed class RecordReaderResumeTests : IDisposable
{
    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Positions after as many records as a run took.</summary>
    private static InputPositions After(IEnumerable<SourcePosition> taken)
    {
        var last = new Dictionary<InputPartition, long>();
        foreach (var position in taken)
            last[new InputPartition(position.Source, position.Partition)] = position.Offset;
        return new InputPositions(last);
    }

    [Fact]
    public void Several_files_go_on_as_if_nothing_had_happened() =>
        Gen.Select(
            // Seconds; every fourth record has no time that can be read, some are wild.
            Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7]).Array[0, 30].Array[1, 4], Gen.Int[0, 3], Gen.Double[0, 1], Gen.Int[1, 9]).Sample((files, packing, cut, batch) =>
        {
            var paths = files.Select((records, i) => Write(i, records, (packing + i) % 4)).ToList();
            var whole = Files.Read(paths);
            var taken = (int)(cut * whole.Texts.Count);

            var rest = Files.Read(paths, new FileSource.Options { Batch = batch, Resume = After(whole.Positions.Take(taken)) });

            Assert.Equal(whole.Texts.Skip(taken), rest.Texts);
            Assert.Equal(whole.Positions.Skip(taken), rest.Positions);
        }, iter: 300, threads: 1);

    [Fact]
    public void Json_over_many_lines_goes_on_too()
    {
        var path = _files.Write("a.json", "[\n" + string.Join(",\n", Enumerable.Range(0, 300).Select(i => $"{{\n \"n\": {i},\n \"t\": \"[{i}\\\"\"\n}}")) + "\n]\n");
        var options = new FileSource.Options { Format = KongLog.Name };
        var whole = Files.Read([path], options);
        for (var taken = 1; taken <= 300; taken += 13)
            Assert.Equal(whole.Positions.Skip(taken), Files.Read([path], options with { Resume = After(whole.Positions.Take(taken)) }).Positions);
    }

    [Fact]
    public void What_was_added_since_is_read_and_nothing_else()
    {
        var path = _files.Write("a.log", "\uFEFFone\ntwo\n");
        var before = Files.Read([path]);
        _files.Append("a.log", "three\n");

        Assert.Equal(["three"], Files.Read([path], new FileSource.Options { Resume = After(before.Positions) }).Texts);
        Assert.Equal(["two", "three"], Files.Read([path], new FileSource.Options { Resume = After(before.Positions.Take(1)) }).Texts);
    }

    [Fact]
    public void A_plain_file_is_not_read_again_up_to_there()
    {
        var path = _files.Write("a.log", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"line {i}\n")));
        var whole = Files.Read([path]);
        var options = new FileSource.Options { Resume = After(whole.Positions.Take(49_990)), MostRecordBytes = 1_024 };

        Assert.Equal(10, Files.Read([path], options).Texts.Count);
        Assert.Equal(new FileInfo(path).Length, options.Progress.Bytes);
    }

    [Fact]
    public void Files_that_the_earlier_run_did_not_know_are_read_whole()
    {
        var a = _files.Write("a.log", "a1\na2\n");
        var resume = After(Files.Read([a]).Positions);

        Assert.Equal(["b1"], Files.Read([a, _files.Write("b.log", "b1\n")], new FileSource.Options { Resume = resume }).Texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_shorter_now_is_refused_by_name(bool isPacked)
    {
        var path = _files.Write("a.log", "one\ntwo\nthree\n");
        var resume = After(Files.Read([path]).Positions);
        _files.Write("a.log", isPacked ? Files.Gzip("one\n") : "one\n"u8.ToArray());

        var refused = Assert.Throws<UserError>(() => Files.Read([path], new FileSource.Options { Resume = resume }));
        Assert.Contains("a.log is not the file that was read before", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_cannot_be_read_on()
    {
        var options = new FileSource.Options { OpenStandardInput = () => new MemoryStream("one\ntwo\n"u8.ToArray()) };
        var resume = After(Files.Read(["-"], options).Positions);

        Assert.Throws<UserError>(() => Files.Read(["-"], options with { Resume = resume }));
    }

    private string Write(int number, (int Seconds, int Kind)[] records, int packing)
    {
        var second = 0;
        var text = string.Concat(records.Select((record, i) =>
        {
            second += record.Seconds;
            return record.Kind switch
            {
                0 or 1 => $"no time {number} {i}\n",
                2 => Files.Line(3_599, $"/wild/{number}/{i}") + "\n\n",
                _ => Files.Line(second, $"/{number}/{i}") + "\r\n",
            };
        }));
        return _files.Write($"{number}.log", packing switch { 1 => Files.Gzip(text), 2 => Files.Zstd(text), _ => System.Text.Encoding.UTF8.GetBytes(text) });
    }
}
