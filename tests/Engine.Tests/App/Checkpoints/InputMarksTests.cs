using Engine.App.Checkpoints;
using Engine.Schemas;

namespace Engine.Tests.App.Checkpoints;

public sealed class InputMarksTests : IDisposable
{
    private static readonly TimeSpan s_lookBack = TimeSpan.FromHours(32);

    private readonly string _path = Directory.CreateTempSubdirectory("marks").FullName;
    private readonly List<string> _troubles = [];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Where_nothing_was_kept_nothing_is_known()
    {
        Assert.Null(Find());
        Assert.Empty(_troubles);
    }

    [Fact]
    public void A_young_run_is_read_back_from_its_start_to_its_last_mark()
    {
        var marks = Marks();
        marks.Keep("run", At(0), default);
        marks.Keep("run", At(31), "place"u8.ToArray());

        var lost = Find()!;

        Assert.Equal(("run", null, 31L), (lost.Run, lost.Begin, lost.End.Sequence));
        Assert.Equal("place"u8.ToArray(), lost.Places.ToArray());
        Assert.Equal((null, 31L), (lost.Range!.From.Last("s", 0), lost.Range.To.Last("s", 0)));
    }

    [Fact]
    public void An_old_one_from_the_last_mark_that_state_does_not_reach_behind()
    {
        var marks = Marks();
        for (var hour = 1; hour <= 100; hour++)
            marks.Keep("run", At(hour), default);

        var lost = Find()!;

        Assert.Equal((68, 100), (lost.Begin!.Sequence, lost.End.Sequence));
        Assert.Equal((68, 100), (lost.Range!.From.Last("s", 0), lost.Range.To.Last("s", 0)));
    }

    [Fact]
    public void Thousands_of_marks_are_few_and_still_reach_back_far_enough()
    {
        var marks = Marks();
        for (var minute = 1; minute <= 6000; minute++)
            marks.Keep("run", At(minute / 60.0), default);

        Assert.InRange(new FileInfo(Path.Combine(_path, "marks")).Length, 1, 4096);
        var lost = Find()!;
        Assert.Equal(100, lost.End.Sequence);
        Assert.InRange((lost.End.At - lost.Begin!.At).TotalHours, 32, 33.1);
    }

    [Fact]
    public void A_run_that_comes_by_once_more_leaves_no_mark_of_its_first_time()
    {
        var marks = Marks();
        foreach (var hour in new[] { 10, 20, 30, 15 })
            marks.Keep("run", At(hour), default);

        Assert.Equal(15, Find()!.End.Sequence);
    }

    [Fact]
    public void Another_run_begins_with_marks_of_its_own()
    {
        var marks = Marks();
        marks.Keep("first", At(50), default);
        marks.Keep("second", At(99), default);

        var lost = Find()!;

        Assert.Equal(("second", null), (lost.Run, lost.Begin));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-1)]
    public void A_file_that_is_damaged_or_cut_off_is_told_and_not_believed(int at)
    {
        Marks().Keep("run", At(5), default);
        var file = Path.Combine(_path, "marks");
        var bytes = File.ReadAllBytes(file);
        if (at < 0)
            bytes = bytes[..10];
        else
            bytes[at] ^= 0x10;
        File.WriteAllBytes(file, bytes);

        Assert.Null(Find());
        Assert.Contains("marks cannot be read: it", Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_forgotten_is_gone()
    {
        var marks = Marks();
        marks.Keep("run", At(5), default);
        marks.Clear();
        Assert.Null(Find());
    }

    private InputMarks Marks() => new(_path, s_lookBack);

    private LostRun? Find() => Marks().Find(_troubles.Add);

    private static InputMark At(double hour) => new(
        DateTimeOffset.UnixEpoch.AddHours(hour), (long)hour, new InputPositions(new Dictionary<InputPartition, long> { [new("s", 0)] = (long)hour }));
}
