using Engine.Sinks.Delivery;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Sinks.Delivery;

public sealed class RetriesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TimeSpan> _waits = [];

    [Fact]
    public async Task A_passing_failure_is_tried_again_until_it_passes()
    {
        var attempts = 0;
        await RunAsync(new RetryOptions(), () => ++attempts < 4 ? throw new IOException("down") : attempts);

        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        var attempts = 0;

        await Assert.ThrowsAsync<IOException>(() => RunAsync(new RetryOptions { Attempts = 3 }, () => throw new IOException($"down {++attempts}")));

        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task Waits_are_bounded()
    {
        var options = new RetryOptions { Attempts = 20, FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(2) };

        await Assert.ThrowsAsync<IOException>(() => RunAsync(options, () => throw new IOException("down")));

        Assert.Equal(20, _waits.Count);
        Assert.All(_waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        Assert.True(_waits[^1] > _waits[0]);
    }

    [Fact]
    public async Task Another_failure_is_thrown_at_once()
    {
        var attempts = 0;

        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(new RetryOptions(), () => throw new InvalidDataException($"{++attempts}")));

        Assert.Equal(1, attempts);
    }

    /// <summary>Moves the clock on as soon as a wait begins, so that nobody waits.</summary>
    private async Task RunAsync(RetryOptions options, Func<int> attempt)
    {
        var retries = Retries.Create(options, e => e is IOException, _time, (_, wait) => _waits.Add(wait));
        var run = retries.ExecuteAsync(_ => ValueTask.FromResult(attempt())).AsTask();
        while (!run.IsCompleted)
        {
            _time.Advance(options.LongestWait);
            await Task.Yield();
        }

        await run;
    }
}
