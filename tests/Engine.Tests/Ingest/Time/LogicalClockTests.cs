using CsCheck;
using Engine.Ingest.Time;

namespace Engine.Tests.Ingest.Time;

public class LogicalClockTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_farAhead = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private readonly LogicalClock _clock = new(new LogicalClock.Options());

    private Stamp At(double seconds, int partition = 0) => _clock.Stamp($"{partition}", s_noon.AddSeconds(seconds));

    /// <summary>A partition that believes it is noon.</summary>
    private void Settle(int partition = 0)
    {
        for (var i = 0; i < 33; i++)
            At(0, partition);
    }

    [Fact]
    public void The_watermark_trails_the_latest_time_by_the_slack()
    {
        Settle();

        Assert.Equal(new Stamp(s_noon.AddSeconds(60), false, s_noon.AddSeconds(55)), At(60));
    }

    [Fact]
    public void An_earlier_event_gets_its_own_time_down_to_the_watermark()
    {
        Settle();
        At(60);

        Assert.Equal(s_noon.AddSeconds(57), At(57).Tick);
        Assert.Equal(s_noon.AddSeconds(55), At(10).Tick);
    }

    [Fact]
    public void An_event_is_late_only_beyond_the_allowed_lateness()
    {
        Settle();
        At(600);

        Assert.False(At(600 - 5 - 120).IsLate);
        Assert.True(At(600 - 5 - 120.001).IsLate);
    }

    [Fact]
    public void A_late_event_still_gets_a_tick()
    {
        Settle();

        Assert.Equal(new Stamp(s_noon.AddSeconds(-5), true, s_noon.AddSeconds(-5)), At(-100_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    public void Too_few_records_of_the_year_9999_move_nothing(int records)
    {
        Settle();
        for (var i = 0; i < records; i++)
            Assert.Equal(new Stamp(s_noon, false, s_noon.AddSeconds(-5)), _clock.Stamp("0", s_farAhead));

        Assert.Equal(new Stamp(s_noon.AddSeconds(1), false, s_noon.AddSeconds(-4)), At(1));
    }

    [Fact]
    public void A_jump_takes_effect_with_the_32nd_further_record_beyond_it()
    {
        Settle();
        for (var i = 0; i < 32; i++)
            Assert.Equal(s_noon.AddSeconds(-5), At(7200 + i).Watermark);

        Assert.Equal(new Stamp(s_noon.AddSeconds(7232), false, s_noon.AddSeconds(7227)), At(7232));
    }

    [Fact]
    public void A_step_of_exactly_the_guard_is_no_jump()
    {
        Settle();

        Assert.Equal(s_noon.AddSeconds(3600), At(3600).Tick);
        Assert.Equal(s_noon.AddSeconds(3600), At(7200.001).Tick);
    }

    [Fact]
    public void One_wild_record_among_the_jumped_is_not_believed()
    {
        Settle();
        _clock.Stamp("0", s_farAhead);
        for (var i = 0; i < 40; i++)
            At(7200 + i);

        Assert.Equal(s_noon.AddSeconds(7239), At(7239).Tick);
    }

    [Fact]
    public void A_clock_that_is_wrong_in_one_of_ten_records_is_never_believed()
    {
        Settle();
        for (var i = 0; i < 5_000; i++)
            At(i % 10 == 0 ? 86_400 : i * 0.01);

        Assert.InRange(At(50).Watermark, s_noon, s_noon.AddSeconds(50));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_record_alone_does_not_define_the_world(bool isAhead)
    {
        _clock.Stamp("0", isAhead ? s_farAhead : DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 60; i++)
            At(i);

        Assert.Equal(new Stamp(s_noon.AddSeconds(60), false, s_noon.AddSeconds(55)), At(60));
    }

    [Fact]
    public void A_young_partition_has_no_watermark_and_nothing_is_late()
    {
        for (var i = 0; i < 32; i++)
            Assert.Equal(new Stamp(s_noon.AddSeconds(-1000 * i), false, DateTimeOffset.MinValue), At(-1000 * i));
    }

    [Fact]
    public void A_log_with_rare_calls_moves_on_behind_its_newest_ones()
    {
        for (var day = 0; day < 100; day++)
            At(day * 86_400.0);

        Assert.Equal(s_noon.AddDays(100 - 32).AddSeconds(-5), At(100 * 86_400.0).Watermark);
    }

    [Fact]
    public void Partitions_have_their_own_time()
    {
        Settle(0);
        Settle(3);
        At(3000, 3);

        Assert.Equal(s_noon.AddSeconds(-5), At(0).Watermark);
    }

    [Fact]
    public void The_watermark_never_decreases_and_ticks_stay_between_it_and_belief() =>
        Gen.Select(Gen.Int[-40_000, 40_000], Gen.Int[0, 20]).Array[0, 400].Sample(steps =>
        {
            var clock = new LogicalClock(new LogicalClock.Options { JumpRecords = 4 });
            var watermark = DateTimeOffset.MinValue;
            var latest = DateTimeOffset.MinValue;
            foreach (var (seconds, wild) in steps)
            {
                var at = wild == 0 ? s_farAhead : s_noon.AddSeconds(seconds);
                latest = at > latest ? at : latest;
                var stamp = clock.Stamp("0", at);
                Assert.True(stamp.Watermark >= watermark);
                Assert.True(stamp.Tick >= stamp.Watermark && stamp.Tick <= latest);
                watermark = stamp.Watermark;
            }
        });

    [Fact]
    public void The_same_times_in_the_same_order_give_the_same_stamps() => Gen.Int[-40_000, 40_000].Array[0, 300].Sample(seconds =>
    {
        var one = new LogicalClock(new LogicalClock.Options());
        var two = new LogicalClock(new LogicalClock.Options());
        return seconds.All(second => one.Stamp("0", s_noon.AddSeconds(second)) == two.Stamp("0", s_noon.AddSeconds(second)));
    });
}
