using Engine.Sinks.Kafka;

namespace Engine.Tests.Sinks.Kafka;

public sealed class InFlightTests
{
    private readonly InFlight _inFlight = new(mostBytes: 100);

    [Fact]
    public async Task Nothing_is_drained_at_once() => await _inFlight.DrainedAsync(CancellationToken.None);

    [Fact]
    public async Task Drained_means_everything_that_entered_before_has_left_in_any_order()
    {
        var first = await Enter(10);
        var second = await Enter(10);
        var drained = _inFlight.DrainedAsync(CancellationToken.None);
        var later = await Enter(10);

        _inFlight.Leave(second);
        Assert.False(drained.IsCompleted);
        _inFlight.Leave(first);
        await drained;

        Assert.False(_inFlight.DrainedAsync(CancellationToken.None).IsCompleted);
        _inFlight.Leave(later);
    }

    [Fact]
    public async Task A_later_question_waits_for_what_an_earlier_one_waits_for()
    {
        var first = await Enter(10);
        _ = _inFlight.DrainedAsync(CancellationToken.None);
        var second = await Enter(10);
        var drained = _inFlight.DrainedAsync(CancellationToken.None);

        _inFlight.Leave(second);
        Assert.False(drained.IsCompleted);
        _inFlight.Leave(first);
        await drained;
    }

    [Fact]
    public async Task Who_finds_no_room_waits_until_enough_has_left()
    {
        var first = await Enter(60);
        var second = await Enter(40);
        var waiting = Enter(50);
        Assert.False(waiting.IsCompleted);
        _inFlight.Leave(second);
        Assert.False(waiting.IsCompleted);
        _inFlight.Leave(first);
        await waiting;
    }

    [Fact]
    public async Task What_is_larger_than_the_room_enters_alone()
    {
        var first = await Enter(1);
        var waiting = Enter(101);
        Assert.False(waiting.IsCompleted);
        _inFlight.Leave(first);
        await waiting;
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await Enter(100);
        using var cancel = new CancellationTokenSource();
        var entering = _inFlight.EnterAsync(1, cancel.Token).AsTask();
        var draining = _inFlight.DrainedAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining);
    }

    [Fact]
    public async Task The_first_failure_reaches_everybody_who_waits_and_everybody_after()
    {
        await Enter(100);
        var entering = Enter(1);
        var draining = _inFlight.DrainedAsync(CancellationToken.None);
        _inFlight.Fail(new InvalidDataException("first"));
        _inFlight.Fail(new InvalidDataException("second"));
        foreach (var told in new[] { entering, draining, _inFlight.DrainedAsync(CancellationToken.None), Enter(1) })
            Assert.Equal("first", (await Assert.ThrowsAsync<InvalidDataException>(() => told)).Message);
        Assert.Throws<InvalidDataException>(_inFlight.ThrowIfFailed);
    }

    [Fact]
    public async Task What_has_failed_and_left_is_not_drained()
    {
        var ticket = await Enter(1);
        var draining = _inFlight.DrainedAsync(CancellationToken.None);
        _inFlight.Fail(new InvalidDataException("never"));
        _inFlight.Leave(ticket);
        await Assert.ThrowsAsync<InvalidDataException>(() => draining);
    }

    private Task<InFlight.Ticket> Enter(int bytes) => _inFlight.EnterAsync(bytes, CancellationToken.None).AsTask();
}
