using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources;

public sealed class FollowingFileTests : IDisposable
{
    // Far more polls than any of these needs: a hang is a red test, not an endless one.
    private const int MostPolls = 100;

    private readonly Files _files = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FileSource.Options _options = new();

    public void Dispose() => _files.Dispose();

    private FollowingFile Follow(string name = "a.log") => new(Path.Combine(_files.Folder, name), _options, _time);

    private string In(string name) => Path.Combine(_files.Folder, name);

    /// <summary>Lets polls pass until as many records have come.</summary>
    private async Task<Files.Taken> Take(FollowingFile file, int records)
    {
        var taken = new Files.Taken();
        while (taken.Texts.Count < records)
            taken.Take(await Polled(file.ReadAsync(default).AsTask()) ?? throw new InvalidOperationException("ended"));
        return taken;
    }

    private async Task<T> Polled<T>(Task<T> pending)
    {
        for (var poll = 0; poll < MostPolls && !pending.IsCompleted; poll++)
        {
            _time.Advance(_options.PollDelay);
            await Task.WhenAny(pending, Task.Run(static () => { }));
        }

        return await pending.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_is_appended_comes_line_by_line()
    {
        _files.Write("a.log", "one\ntw");
        using var file = Follow();

        Assert.Equal(["one"], (await Take(file, 1)).Texts);
        _files.Append("a.log", "o\nthree\n");
        var taken = await Take(file, 2);

        Assert.Equal(["two", "three"], taken.Texts);
        Assert.Equal([4L, 8], taken.Positions.Select(position => position.Offset));
    }

    [Fact]
    public async Task The_source_names_the_file_by_its_first_line()
    {
        _files.Write("a.log", "one\ntwo\n");
        using var first = Follow();
        var before = (await Take(first, 2)).Positions;
        File.Move(In("a.log"), In("b.log"));
        File.Copy(In("b.log"), In("a.log"));
        using var again = Follow();

        Assert.Equal(before, (await Take(again, 2)).Positions);
        Assert.StartsWith("a.log~", before[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_and_creation_lose_nothing_and_start_anew_at_0()
    {
        _files.Write("a.log", "old 1\n");
        using var file = Follow();
        var old = await Take(file, 1);
        File.Move(In("a.log"), In("a.log.1"));
        _files.Append("a.log.1", "old 2\nold 3 without end");
        _files.Write("a.log", "new 1\n");

        var taken = await Take(file, 3);

        Assert.Equal(["old 2", "old 3 without end", "new 1"], taken.Texts);
        Assert.Equal([6L, 12, 0], taken.Positions.Select(position => position.Offset));
        Assert.Equal(old.Positions[0].Source, taken.Positions[0].Source);
        Assert.NotEqual(taken.Positions[0].Source, taken.Positions[2].Source);
    }

    [Fact]
    public async Task The_old_file_is_read_while_the_new_one_is_still_empty()
    {
        _files.Write("a.log", "old 1\n");
        using var file = Follow();
        await Take(file, 1);
        File.Move(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "");
        var pending = file.ReadAsync(default).AsTask();
        for (var poll = 0; poll < 5; poll++)
            _time.Advance(_options.PollDelay);
        _files.Append("a.log.1", "old 2\n");

        var batch = await Polled(pending);
        Assert.Equal("old 2", System.Text.Encoding.UTF8.GetString(Assert.Single(batch!.Records).Bytes.Span));
        _files.Append("a.log", "new 1\n");
        Assert.Equal(["new 1"], (await Take(file, 1)).Texts);
    }

    [Fact]
    public async Task Truncation_in_place_starts_anew()
    {
        _files.Write("a.log", "one\ntwo\n");
        using var file = Follow();
        var before = await Take(file, 2);
        File.Copy(In("a.log"), In("a.log.1"));
        _files.Write("a.log", "3\n");

        var taken = await Take(file, 1);

        Assert.Equal(("3", 0L), (taken.Texts[0], taken.Positions[0].Offset));
        Assert.NotEqual(before.Positions[0].Source, taken.Positions[0].Source);
    }

    [Fact]
    public async Task A_truncated_file_that_outgrew_its_old_length_is_noticed()
    {
        _files.Write("a.log", "one\n");
        using var file = Follow();
        await Take(file, 1);
        _files.Write("a.log", "quite another first line\nand more\n");

        Assert.Equal(["quite another first line", "and more"], (await Take(file, 2)).Texts);
    }

    [Fact]
    public async Task Deletion_and_creation_start_anew()
    {
        _files.Write("a.log", "one\n");
        using var file = Follow();
        await Take(file, 1);
        File.Delete(In("a.log"));
        var pending = file.ReadAsync(default).AsTask();
        _time.Advance(_options.PollDelay);
        _files.Write("a.log", "two\n");

        var taken = new Files.Taken();
        taken.Take((await Polled(pending))!);
        Assert.Equal(("two", 0L), (taken.Texts[0], taken.Positions[0].Offset));
    }

    [Fact]
    public async Task Two_files_with_the_same_first_line_keep_apart()
    {
        _files.Write("a.log", "same\nx\n");
        using var file = Follow();
        var first = await Take(file, 2);
        _files.Write("a.log", "same\n");
        var second = await Take(file, 1);

        Assert.NotEqual(first.Positions[0], second.Positions[0]);
    }

    [Fact]
    public async Task A_missing_file_is_waited_for()
    {
        using var file = Follow("later.log");
        var pending = file.ReadAsync(default).AsTask();
        _time.Advance(_options.PollDelay);
        _files.Write("later.log", "one\n");

        Assert.Single((await Polled(pending))!.Records);
    }

    [Fact]
    public async Task An_overlong_line_is_a_fault_and_the_next_line_comes()
    {
        _files.Write("a.log", $"{new string('x', 5_000)}\ntwo\n");
        using var file = new FollowingFile(In("a.log"), _options with { MostRecordBytes = 1_024 }, _time);

        var taken = await Take(file, 1);

        Assert.Equal(["two"], taken.Texts);
        Assert.Equal(taken.Positions[0].Source, Assert.Single(taken.Faults).Position.Source);
    }

    [Fact]
    public async Task Cancelling_and_disposing_end_it()
    {
        _files.Write("a.log", "");
        using var file = Follow();
        using var stop = new CancellationTokenSource();
        var pending = file.ReadAsync(stop.Token).AsTask();
        stop.Cancel();
        Assert.Null(await Polled(pending));

        var second = file.ReadAsync(default).AsTask();
        file.Dispose();
        Assert.Null(await Polled(second));
    }
}
