using Engine.Sinks.Delivery;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Sinks.Delivery;

public sealed class FanOutTests : IAsyncDisposable
{
    private readonly CollectingSink _store = new("store");
    private readonly CollectingSink _gateway = new("gateway");
    private readonly FakeTimeProvider _time = new();

    public async ValueTask DisposeAsync()
    {
        (_store.Failure, _gateway.Failure) = (null, null);
        await _store.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Every_sink_gets_every_batch()
    {
        await WriteAsync(Fan(), 1, 2);

        Assert.Equal([1, 2], _store.Batches);
        Assert.Equal([1, 2], _gateway.Batches);
    }

    [Fact]
    public async Task A_failing_mandatory_sink_throws_with_its_name()
    {
        _store.Failure = new IOException("disk full");

        var failure = await Assert.ThrowsAsync<SinkFailure>(() => WriteAsync(Fan(), 1));

        Assert.Equal("sink store: disk full", failure.Message);
    }

    [Fact]
    public async Task The_other_sinks_are_awaited_before_a_failure_is_thrown()
    {
        _store.Failure = new IOException("disk full");
        _gateway.Busy = new TaskCompletionSource();
        var write = WriteAsync(Fan(isGatewayMandatory: true), 1);
        Assert.False(write.IsCompleted);

        _gateway.Busy.SetResult();
        await Assert.ThrowsAsync<SinkFailure>(() => write);
        Assert.Equal([1], _gateway.Batches);
    }

    [Fact]
    public async Task A_failing_optional_sink_is_counted_and_stops_nobody()
    {
        _gateway.Failure = new IOException("unreachable");
        var fan = Fan();

        await WriteAsync(fan, 1, 2);

        Assert.Equal([1, 2], _store.Batches);
        Assert.Equal([KeyValuePair.Create("gateway", 2L)], fan.Missed);
    }

    [Fact]
    public async Task A_hanging_optional_sink_is_passed_by_until_it_is_done()
    {
        var busy = _gateway.Busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fan = Fan();

        var first = WriteAsync(fan, 1);
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        await first;
        await WriteAsync(fan, 2, 3);
        Assert.Equal([1, 2, 3], _store.Batches);
        Assert.Equal([KeyValuePair.Create("gateway", 2L)], fan.Missed);

        _gateway.Busy = null;
        busy.SetResult();
        for (var number = 4; _gateway.Batches.Count < 2 && number < 100_000; number++)
        {
            await WriteAsync(fan, number);
            await Task.Yield();
        }

        Assert.Equal(2, _gateway.Batches.Count);
        Assert.Equal(1, _gateway.Batches[0]);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_a_sink()
    {
        _store.Busy = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        var write = Fan().WriteAsync(SomeVerdict.Batch(), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write);
    }

    [Fact]
    public async Task Flushing_reaches_every_sink()
    {
        await Fan().FlushAsync(default);

        Assert.Equal((1, 1), (_store.Flushes, _gateway.Flushes));
    }

    [Fact]
    public async Task A_flush_beside_a_write_is_not_taken_for_a_busy_sink()
    {
        var busy = _gateway.Busy = new TaskCompletionSource();
        var fan = Fan();
        var write = WriteAsync(fan, 1);

        await fan.FlushAsync(default);
        busy.SetResult();
        await write;

        Assert.Equal(1, _gateway.Flushes);
        Assert.Empty(fan.Missed);
    }

    [Fact]
    public async Task All_sinks_are_closed_even_when_one_fails()
    {
        _store.Failure = new IOException("disk full");

        await Assert.ThrowsAsync<SinkFailure>(async () => await Fan().DisposeAsync());

        Assert.True(_gateway.IsDisposed);
    }

    private FanOut Fan(bool isGatewayMandatory = false) => new(
        [new Branch(_store, IsMandatory: true), new Branch(_gateway, isGatewayMandatory)], TimeSpan.FromSeconds(2), _time, NullLogger<FanOut>.Instance);

    private static async Task WriteAsync(FanOut fan, params long[] batches)
    {
        foreach (var number in batches)
            await fan.WriteAsync(SomeVerdict.Batch(number: number), default);
    }
}
