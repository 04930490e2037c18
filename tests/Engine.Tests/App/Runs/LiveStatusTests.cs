using Engine.App.Runs;
using Engine.Detection;
using Engine.Ingest.Sources.Kafka;
using Engine.Tests.Detection;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.App.Runs;

public sealed class LiveStatusTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunCounters _counters = new();
    private readonly List<string> _said = [];

    [Fact]
    public void Says_once_a_minute_what_came_and_how_the_run_stands()
    {
        var health = new RunHealth();
        health.Follow("orders", new KafkaProgress());
        using var status = LiveStatus.Start(_counters, health, _said.Add, _time);
        Calls(1500);
        _counters.CountDetected(new DetectionResult([], [Some.Signal(), Some.Signal()], [], []));
        _time.Advance(LiveStatus.Every);
        Assert.Equal(["1,500 calls and 2 signals in the last minute", "orders: 0 records behind"], _said);
    }

    [Fact]
    public void Is_silent_while_nothing_comes()
    {
        using var status = LiveStatus.Start(_counters, new RunHealth(), _said.Add, _time);
        Calls(10);
        _time.Advance(LiveStatus.Every);
        _time.Advance(LiveStatus.Every);
        Assert.Equal(["10 calls and 0 signals in the last minute"], _said);
    }

    [Fact]
    public void Says_what_was_refused_even_where_nothing_else_came()
    {
        using var status = LiveStatus.Start(_counters, new RunHealth(), _said.Add, _time);
        _counters.CountTaken(new Engine.App.Stages.ParsedBatch([], [], "", default), [], 1200);
        _time.Advance(LiveStatus.Every);
        _time.Advance(LiveStatus.Every);
        Assert.Equal(["0 calls and 0 signals in the last minute", "refused: 1,200 records in the last minute; dead_letters in the store tells why"], _said);
    }

    private void Calls(int count) => _counters.CountTaken(
        new Engine.App.Stages.ParsedBatch([], [], "", default), [.. Enumerable.Range(0, count).Select(i => Some.Call(Some.User("u")).Call)], 0);
}
