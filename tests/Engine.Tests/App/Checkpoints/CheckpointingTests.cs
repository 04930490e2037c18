using System.Text;
using Engine.App.Checkpoints;
using Engine.Schemas;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.App.Checkpoints;

public sealed class CheckpointingTests : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly string _path = Directory.CreateTempSubdirectory("checkpointing").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly CheckpointDirectory _directory;
    private readonly Checkpointing _checkpointing;
    private readonly List<long> _acknowledged = [];

    public CheckpointingTests()
    {
        _directory = CheckpointDirectory.Open(_path);
        _checkpointing = New();
    }

    public void Dispose()
    {
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public void Is_due_after_its_time_and_only_when_something_was_taken_in()
    {
        Assert.Null(_checkpointing.BeginIfDue(1, At(1)));
        _time.Advance(s_every);
        Assert.NotNull(_checkpointing.BeginIfDue(1, At(1)));
    }

    [Fact]
    public async Task The_input_is_acknowledged_once_every_part_is_on_the_disk()
    {
        var checkpoint = _checkpointing.BeginLast(At(7)());
        checkpoint.Take(Entries("a"));
        checkpoint.Done();
        checkpoint.Done();
        Assert.Empty(_acknowledged);
        checkpoint.Done();
        await _checkpointing.CompleteAsync();

        Assert.Equal([7], _acknowledged);
        Assert.Equal(["a"], Restored());
    }

    [Fact]
    public async Task A_second_one_waits_for_the_first()
    {
        _time.Advance(s_every);
        var first = _checkpointing.BeginIfDue(1, At(1))!;
        _time.Advance(s_every);
        Assert.Null(_checkpointing.BeginIfDue(2, At(2)));
        await FinishAsync(first);
        Assert.NotNull(_checkpointing.BeginIfDue(2, At(2)));
    }

    [Fact]
    public async Task The_first_of_a_run_is_whole_and_the_next_hold_what_changed()
    {
        var first = _checkpointing.BeginLast(At(1)());
        await FinishAsync(first);
        var second = _checkpointing.BeginLast(At(2)());
        await FinishAsync(second);
        Assert.True(first.IsWhole);
        Assert.False(second.IsWhole);
    }

    [Fact]
    public async Task After_one_that_could_not_be_written_the_next_is_whole_and_nothing_was_acknowledged()
    {
        await FinishAsync(_checkpointing.BeginLast(At(1)()));
        Directory.Move(_path, _path + "-gone");
        try
        {
            await FinishAsync(_checkpointing.BeginLast(At(2)()));
            Assert.Equal([1], _acknowledged);
        }
        finally
        {
            Directory.Move(_path + "-gone", _path);
        }

        var next = _checkpointing.BeginLast(At(3)());
        await FinishAsync(next);
        Assert.True(next.IsWhole);
        Assert.Equal([1, 3], _acknowledged);
    }

    [Fact]
    public async Task One_whose_sinks_failed_never_becomes_durable()
    {
        var checkpoint = _checkpointing.BeginLast(At(1)());
        checkpoint.Take(Entries("a"));
        checkpoint.Done();
        checkpoint.Done();
        checkpoint.Fail(new IOException("sink"));
        await _checkpointing.CompleteAsync();
        Assert.Empty(_acknowledged);
        Assert.Empty(Restored());
    }

    [Fact]
    public async Task A_later_run_numbers_on()
    {
        await FinishAsync(_checkpointing.BeginLast(At(1)()));
        var later = New();
        Assert.True(later.Find("fresh"));
        Assert.Equal(2, later.BeginLast(At(2)()).Number);
    }

    [Fact]
    public async Task Where_it_was_cut_is_on_the_disk_before_the_input_is_told()
    {
        var checkpointing = Marked();
        checkpointing.Acknowledge = _ => _acknowledged.Add(new InputMarks(_path, TimeSpan.FromHours(1)).Find(Assert.Fail)!.End.Sequence);
        checkpointing.Find("run");
        var checkpoint = checkpointing.BeginLast(At(7)());
        checkpoint.Mark = new InputMark(DateTimeOffset.UnixEpoch, 8, checkpoint.Positions);
        await FinishAsync(checkpoint);

        await checkpointing.CompleteAsync();
        Assert.Equal([8], _acknowledged);
    }

    [Fact]
    public async Task Checkpoints_that_cannot_be_read_leave_the_run_and_how_far_it_came()
    {
        var first = Marked();
        first.Find("first");
        var checkpoint = first.BeginLast(At(7)());
        checkpoint.Mark = new InputMark(DateTimeOffset.UnixEpoch, 8, checkpoint.Positions);
        await FinishAsync(checkpoint);
        await first.CompleteAsync();
        await File.WriteAllTextAsync(_directory.PathOf(1, isWhole: true), "damaged");

        var next = Marked();

        Assert.False(next.Find("fresh"));
        Assert.True(next.AreUnreadable);
        Assert.Equal(("first", "first", 7), (next.Run, next.Lost!.Run, next.Lost.Range!.To.Last("s", 0)));
    }

    [Fact]
    public async Task One_that_is_given_up_is_written_by_nobody()
    {
        var checkpoint = _checkpointing.BeginLast(At(1)());
        checkpoint.Take(Entries("a"));
        await _checkpointing.AbandonAsync();
        Assert.Empty(Directory.GetFiles(_path, "checkpoint-*"));
    }

    private Checkpointing Marked() => new(_directory, new CheckpointOptions { Every = s_every }, _time, "test", NullLogger.Instance)
    {
        Marks = new InputMarks(_path, TimeSpan.FromHours(1)),
    };

    private Checkpointing New() => new(_directory, new CheckpointOptions { Every = s_every }, _time, "test", NullLogger.Instance)
    {
        Acknowledge = positions => _acknowledged.Add(positions.Last("s", 0)!.Value),
    };

    private static Func<InputPositions> At(long offset) => () => new InputPositions(new Dictionary<InputPartition, long> { [new("s", 0)] = offset });

    private async Task FinishAsync(Checkpoint checkpoint)
    {
        checkpoint.Take(Entries("x"));
        checkpoint.Done();
        checkpoint.Done();
        checkpoint.Done();
        await _checkpointing.CompleteAsync();
    }

    private static StateBuffer Entries(string key)
    {
        var entries = new StateBuffer();
        entries.Put(StateSection.Run, Encoding.ASCII.GetBytes(key), "x"u8);
        return entries;
    }

    private List<string> Restored()
    {
        var found = new List<string>();
        var later = New();
        later.Find("fresh");
        later.Restore(entry => found.Add(Encoding.ASCII.GetString(entry.Key.Span)));
        return found;
    }
}
