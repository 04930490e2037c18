using Engine.Ingest.Sources.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class AloneRuleTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_newcomer_waits_for_the_partitions_of_an_engine_that_died()
    {
        var rule = new AloneRule(TimeSpan.FromSeconds(60), _time);
        Assert.False(rule.IsBroken(ours: 0, all: 4));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(rule.IsBroken(2, 4));
        Assert.False(rule.IsBroken(4, 4));
    }

    [Fact]
    public void A_newcomer_to_whom_partitions_stay_missing_gives_up()
    {
        var rule = new AloneRule(TimeSpan.FromSeconds(60), _time);
        Assert.False(rule.IsBroken(2, 4));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(rule.IsBroken(2, 4));
    }

    [Fact]
    public void Who_had_all_outlasts_the_newcomer()
    {
        var rule = new AloneRule(TimeSpan.FromSeconds(60), _time);
        Assert.False(rule.IsBroken(4, 4));
        Assert.False(rule.IsBroken(2, 4));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.False(rule.IsBroken(2, 4));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(rule.IsBroken(2, 4));
    }

    [Fact]
    public void Time_without_a_broker_does_not_count()
    {
        var rule = new AloneRule(TimeSpan.FromSeconds(60), _time);
        Assert.False(rule.IsBroken(0, 4));
        _time.Advance(TimeSpan.FromSeconds(61));
        rule.StopWaiting();
        Assert.False(rule.IsBroken(0, 4));
    }
}
