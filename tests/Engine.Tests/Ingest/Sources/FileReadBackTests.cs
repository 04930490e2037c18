using CsCheck;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources;

/// <summary>What an earlier run took of files is read once more: all of it, nothing else, in the order in which it was.</summary>
public sealed class FileReadBackTests : IDisposable
{
    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Several_files_give_what_lies_between_two_places_in_the_order_of_the_run() =>
        Gen.Select(Gen.Int[0, 99].Array[1, 40].Array[1, 4], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[1, 9]).Sample((files, from, to, batch) =>
        {
            var paths = files.Select((seconds, i) => _files.Write($"{i}.log", Lines(seconds.Order()))).ToList();
            var whole = Files.Read(paths);
            var (first, last) = ((int)(Math.Min(from, to) * whole.Texts.Count), (int)(Math.Max(from, to) * whole.Texts.Count));
            var range = new ReadBackRange(After(whole.Positions.Take(first)), After(whole.Positions.Take(last)));

            var back = ReadBack(paths, isFollowed: false, range, batch);

            Assert.Equal(whole.Positions.Take(last).Skip(first), back.Positions);
        }, iter: 200, threads: 1);

    [Theory]
    [InlineData("a.log.1", "a.log.2.gz")]
    [InlineData("a.log-20261123", "a.log-20261122.gz")]
    public async Task A_followed_file_gives_what_rotation_put_away_as_well(string newer, string older)
    {
        _files.Write(older, Files.Gzip(Lines([1, 2, 3])));
        _files.Write(newer, Lines([11, 12, 13]));
        var path = _files.Write("a.log", Lines([21, 22, 23]));
        var run = await FollowAsync(path, older, newer, "a.log");

        var whole = ReadBack([path], isFollowed: true, new ReadBackRange(InputPositions.None, After(run)));
        var part = ReadBack([path], isFollowed: true, new ReadBackRange(After(run.Take(2)), After(run.Take(8))));

        Assert.Equal(run, whole.Positions);
        Assert.Equal(run.Take(8).Skip(2), part.Positions);
    }

    [Fact]
    public void Followed_files_are_merged_by_time_and_stay_partitions_of_their_own()
    {
        var paths = new[] { _files.Write("a.log", Lines(Enumerable.Range(0, 60).Select(i => i * 10))), _files.Write("b.log", Lines(Enumerable.Range(0, 60).Select(i => (i * 10) + 5))) };
        var range = new ReadBackRange(InputPositions.None, new InputPositions(paths.ToDictionary(SourceOf, _ => long.MaxValue)));

        using var reader = FileReadBack.OfFollowed(paths, new FileSource.Options { Partition = "edge" }, range, Files.Formats, new FakeTimeProvider());
        var partitions = new List<string>();
        var all = new Files.Taken();
        while (reader.TryRead(out var batch))
        {
            partitions.AddRange(Enumerable.Repeat(batch.Partition, batch.Records.Count));
            all.Take(batch);
        }

        Assert.Equal(Enumerable.Range(0, 120).Select(i => Files.Line(i * 5)), all.Texts);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => i % 2 == 0 ? "edge/a.log" : "edge/b.log"), partitions);
    }

    [Fact]
    public void What_comes_is_marked_and_a_file_that_is_another_one_is_left_out()
    {
        var path = _files.Write("a.log", Lines([1, 2, 3]));
        var run = Files.Read([path]).Positions;
        var range = new ReadBackRange(After(run.Take(1)), After(run));
        using (var reader = FileReadBack.OfFiles([path], new FileSource.Options(), range, Files.Formats, new FakeTimeProvider()))
        {
            Assert.True(reader.TryRead(out var batch) && batch.IsReadBack);
            batch.Release();
        }

        _files.Write("a.log", "x\n" + Lines([1, 2, 3]));
        Assert.Empty(ReadBack([path], isFollowed: false, range with { From = new InputPositions(new Dictionary<InputPartition, long> { [new("a.log", 0)] = 1 }) }).Texts);
    }

    [Fact]
    public void Standard_input_cannot_go_back()
    {
        var range = new ReadBackRange(InputPositions.None, new InputPositions(new Dictionary<InputPartition, long> { [new("stdin", 0)] = 99 }));
        Assert.Empty(ReadBack(["-"], isFollowed: false, range).Texts);
    }

    private static string Lines(IEnumerable<int> seconds) => string.Concat(seconds.Select(second => Files.Line(second) + "\n"));

    private static InputPartition SourceOf(string path) =>
        new(new FollowedNames(Path.GetFileName(path), InputPositions.None).OfNew(FirstLine.Hash(File.ReadAllBytes(path), isAll: true)!.Value), 0);

    private static InputPositions After(IEnumerable<SourcePosition> taken) => new(taken
        .GroupBy(position => new InputPartition(position.Source, position.Partition)).ToDictionary(of => of.Key, of => of.Last().Offset));

    private static Files.Taken ReadBack(IReadOnlyList<string> paths, bool isFollowed, ReadBackRange range, int batch = 256)
    {
        var options = new FileSource.Options { Batch = batch };
        using var reader = isFollowed
            ? FileReadBack.OfFollowed(paths, options, range, Files.Formats, new FakeTimeProvider())
            : FileReadBack.OfFiles(paths, options, range, Files.Formats, new FakeTimeProvider());
        var taken = new Files.Taken();
        while (reader.TryRead(out var batchRead))
            taken.Take(batchRead);
        return taken;
    }

    /// <summary>Positions of a run that followed the path while it held one file after the other.</summary>
    private async Task<List<SourcePosition>> FollowAsync(string path, params string[] oldestFirst)
    {
        var positions = new List<SourcePosition>();
        foreach (var name in oldestFirst)
        {
            var held = Path.Combine(_files.Folder, "held", Path.GetFileName(path));
            Directory.CreateDirectory(Path.GetDirectoryName(held)!);
            var content = await File.ReadAllBytesAsync(Path.Combine(_files.Folder, name));
            await File.WriteAllBytesAsync(held, name.EndsWith(".gz", StringComparison.Ordinal) ? Unpack(content) : content);
            using var file = new FollowingFile(held, new FileSource.Options(), new FakeTimeProvider());
            var taken = new Files.Taken();
            taken.Take((await file.ReadAsync(default))!);
            positions.AddRange(taken.Positions);
        }

        return positions;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
