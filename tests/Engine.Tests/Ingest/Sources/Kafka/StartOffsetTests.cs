using CsCheck;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class StartOffsetTests
{
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(null, null, 5L, 5L)]
    [InlineData(null, 7L, 5L, 8L)]
    [InlineData(null, 2L, 5L, 3L)] // The state belongs to the checkpoint, also when the group is ahead.
    [InlineData(9L, 2L, 5L, 10L)] // Assigned again: what this run has handed over is not read twice,
    [InlineData(9L, 2L, 15L, 15L)] // nor what another member has made safe meanwhile.
    public void Whoever_remembers_best_says_where_reading_goes_on(long? taken, long? resumed, long? committed, long? next) =>
        Assert.Equal(next, StartOffset.Remembered(taken, resumed, committed));

    [Fact]
    public void A_remembered_offset_that_is_there_is_taken_at_both_ends()
    {
        Assert.Equal(new StartOffset(10, 0, false), StartOffset.Choose(10, start: 0, low: 10, high: 20));
        Assert.Equal(new StartOffset(20, 0, false), StartOffset.Choose(20, start: 0, low: 10, high: 20));
    }

    [Fact]
    public void What_retention_took_is_counted() => Assert.Equal(new StartOffset(10, 7, false), StartOffset.Choose(3, start: 0, low: 10, high: 20));

    [Fact]
    public void An_offset_behind_the_end_begins_anew() => Assert.Equal(new StartOffset(10, 0, true), StartOffset.Choose(21, start: 0, low: 10, high: 20));

    [Fact]
    public void An_unknown_partition_takes_the_start_and_misses_nothing()
    {
        Assert.Equal(new StartOffset(10, 0, false), StartOffset.Choose(null, start: 0, low: 10, high: 20));
        Assert.Equal(new StartOffset(15, 0, false), StartOffset.Choose(null, start: 15, low: 10, high: 20));
        Assert.Equal(new StartOffset(20, 0, false), StartOffset.Choose(null, start: long.MaxValue, low: 10, high: 20));
    }

    [Fact]
    public void Whatever_is_wanted_what_is_chosen_can_be_read() => Gen.Select(Gen.Long[-5, 50], Gen.Bool, Gen.Long[0, 50], Gen.Long[0, 30], Gen.Long[0, 30]).Sample(
        (wanted, isKnown, start, low, more) => StartOffset.Choose(isKnown ? wanted : null, start, low, low + more).Offset is var offset && offset >= low && offset <= low + more);
}
