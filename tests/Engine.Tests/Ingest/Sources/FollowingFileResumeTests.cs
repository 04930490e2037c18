using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources;

/// <summary>Followed files after a restart: nothing lost, nothing twice, whatever rotation did meanwhile.</summary>
public sealed class FollowingFileResumeTests : IDisposable
{
    private const int MostPolls = 100;

    private readonly Files _files = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<InputPartition, long> _last = [];

    public void Dispose() => _files.Dispose();

    private string In(string name) => Path.Combine(_files.Folder, name);

    /// <summary>One run of the engine: takes as many records as it is told, and remembers how far it came.</summary>
    private async Task<Files.Taken> Run(int records, int batch = 256)
    {
        var options = new FileSource.Options { Resume = new InputPositions(_last), Batch = batch };
        using var file = new FollowingFile(In("a.log"), options, _time);
        var taken = new Files.Taken();
        while (taken.Texts.Count < records)
            taken.Take(await Next(file, options) ?? throw new InvalidOperationException("ended"));
        // Nothing more comes, however long it is followed.
        var pending = file.ReadAsync(default).AsTask();
        for (var poll = 0; poll < 5; poll++)
        {
            _time.Advance(options.PollDelay);
            await Task.WhenAny(pending, Task.Run(static () => { }));
        }

        if (pending.IsCompleted && await pending is { } more)
            taken.Take(more);
        foreach (var position in taken.Positions)
            _last[new InputPartition(position.Source, position.Partition)] = position.Offset;
        return taken;
    }

    private async Task<RawBatch?> Next(FollowingFile file, FileSource.Options options)
    {
        var pending = file.ReadAsync(default).AsTask();
        for (var poll = 0; poll < MostPolls && !pending.IsCompleted; poll++)
        {
            _time.Advance(options.PollDelay);
            await Task.WhenAny(pending, Task.Run(static () => { }));
        }

        return await pending.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_same_file_goes_on_behind_the_last_record()
    {
        _files.Write("a.log", "one\ntwo\n");
        var before = await Run(2);
        _files.Append("a.log", "three\nfo");

        var after = await Run(1);

        Assert.Equal(["three"], after.Texts);
        Assert.Equal(before.Positions[0] with { Offset = 8 }, after.Positions[0]);
        _files.Append("a.log", "ur\n");
        Assert.Equal(["four"], (await Run(1)).Texts);
    }

    [Fact]
    public async Task Nothing_new_means_nothing_comes()
    {
        _files.Write("a.log", "one\n");
        await Run(1);
        var after = await Run(0);

        Assert.Empty(after.Texts);
        Assert.Empty(after.Faults);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    public async Task The_rest_of_a_rotated_file_comes_before_the_new_one(int batch)
    {
        _files.Write("a.log", "old 1\n");
        var old = await Run(1);
        _files.Append("a.log", "old 2\nold 3 without end");
        File.Move(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "new 1\nnew 2\n");

        var taken = await Run(4, batch);

        Assert.Equal(["old 2", "old 3 without end", "new 1", "new 2"], taken.Texts);
        Assert.Equal(old.Positions[0].Source, taken.Positions[0].Source);
        Assert.Equal([6L, 12, 0, 6], taken.Positions.Select(position => position.Offset));
        Assert.Empty(taken.Faults);
        Assert.Empty((await Run(0)).Texts);
    }

    [Fact]
    public async Task Files_that_came_and_went_meanwhile_are_read_in_order_of_age()
    {
        _files.Write("a.log.4", "before our time\n");
        _files.Write("a.log", "1a\n");
        await Run(1);
        _files.Append("a.log", "1b\n");
        File.Move(In("a.log"), In("a.log.3"));
        _files.Write("a.log.2.gz", Files.Gzip("2a\n2b\n"));
        _files.Write("a.log.1", "3a\n3b\n");
        _files.Write("a.log.1.zst", Files.Zstd("3a\n3b\n"));
        _files.Write("a.log.bak", "not rotation's\n");
        _files.Write("a.log", "4a\n");

        Assert.Equal(["1b", "2a", "2b", "3a", "3b", "4a"], (await Run(6)).Texts);
        Assert.Empty((await Run(0)).Texts);
    }

    [Fact]
    public async Task Dates_behind_the_name_are_an_age_too()
    {
        _files.Write("a.log-20261101.gz", Files.Gzip("before our time\n"));
        _files.Write("a.log", "1a\n");
        await Run(1);
        _files.Append("a.log", "1b\n");
        File.Move(In("a.log"), In("a.log-20261121"));
        _files.Write("a.log-20261122.zst", Files.Zstd("2a\n"));
        _files.Write("a.log-20261123", "3a\n");
        _files.Write("a.log", "4a\n");

        Assert.Equal(["1b", "2a", "3a", "4a"], (await Run(4)).Texts);
    }

    [Fact]
    public async Task The_rest_is_found_while_the_new_file_is_empty_or_not_there_yet()
    {
        _files.Write("a.log", "old 1\n");
        await Run(1);
        _files.Append("a.log", "old 2\n");
        File.Move(In("a.log"), In("a.log.1"));

        Assert.Equal(["old 2"], (await Run(1)).Texts);
        _files.Write("a.log", "");
        Assert.Empty((await Run(0)).Texts);
        _files.Append("a.log", "new 1\n");
        Assert.Equal(["new 1"], (await Run(1)).Texts);
    }

    [Fact]
    public async Task A_copy_that_was_truncated_in_place_is_read_on_in_the_copy()
    {
        _files.Write("a.log", "one\n");
        await Run(1);
        _files.Append("a.log", "two\n");
        File.Copy(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "three\n");

        Assert.Equal(["two", "three"], (await Run(2)).Texts);
    }

    [Fact]
    public async Task A_file_that_became_shorter_is_read_from_its_start_and_a_fault_says_so()
    {
        _files.Write("a.log", "one\ntwo\n");
        var before = await Run(2);
        _files.Write("a.log", "one\n");

        var after = await Run(1);

        Assert.Equal(["one"], after.Texts);
        Assert.NotEqual(before.Positions[0].Source, after.Positions[0].Source);
        Assert.Contains("has become shorter", Assert.Single(after.Faults).Reason, StringComparison.Ordinal);
        _files.Append("a.log", "two\n");
        var last = await Run(1);
        Assert.Equal(["two"], last.Texts);
        Assert.Equal(after.Positions[0].Source, last.Positions[0].Source);
        Assert.Empty(last.Faults);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_said_to_be_and_older_ones_are_left_alone()
    {
        _files.Write("a.log.1", "before our time\n");
        _files.Write("a.log", "one\n");
        await Run(1);
        _files.Write("a.log", "two\n");

        var after = await Run(1);

        Assert.Equal(["two"], after.Texts);
        Assert.Contains("is gone", Assert.Single(after.Faults).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_all_begin_with_the_same_line_are_told_apart_by_what_was_read()
    {
        _files.Write("a.log", "head\none\n");
        await Run(2);
        _files.Append("a.log", "two\n");
        File.Move(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "head\n");

        var after = await Run(2);

        Assert.Equal(["two", "head"], after.Texts);
        Assert.NotEqual(after.Positions[0].Source, after.Positions[1].Source);
        _files.Append("a.log", "three\n");
        Assert.Equal(["three"], (await Run(1)).Texts);
    }

    [Fact]
    public async Task Rotation_while_the_rest_is_read_loses_nothing()
    {
        _files.Write("a.log", "1a\n");
        await Run(1);
        _files.Append("a.log", "1b\n");
        File.Move(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "2a\n");
        var options = new FileSource.Options { Resume = new InputPositions(_last) };
        using var file = new FollowingFile(In("a.log"), options, _time);
        var taken = new Files.Taken();
        taken.Take((await Next(file, options))!);
        File.Move(In("a.log.1"), In("a.log.2"));
        File.Move(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "3a\n");
        while (taken.Texts.Count < 3)
            taken.Take((await Next(file, options))!);

        Assert.Equal(["1b", "2a", "3a"], taken.Texts);
    }

    [Fact]
    public async Task The_first_line_is_enough_for_a_file_with_a_mark()
    {
        _files.Write("a.log", "\uFEFFone\n");
        await Run(1);
        _files.Append("a.log", "two\n");

        Assert.Equal(["two"], (await Run(1)).Texts);
    }
}
