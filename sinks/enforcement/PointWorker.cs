using System.Threading.Channels;
using Engine.Sinks.Delivery;
using Microsoft.Extensions.Logging;
using Polly;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Keeps one point in the desired state: reconciles at start, when told of a change, when a block ends, and at the latest after the period.
/// Changes that come while it works are taken together in the next round: that is the batching.
/// </summary>
internal sealed partial class PointWorker : IAsyncDisposable
{
    private static readonly TimeSpan QuotaPeriod = TimeSpan.FromSeconds(1);
    private readonly GuardedPoint _point;
    private readonly Func<DateTimeOffset?> _nextExpiry;
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _retries;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Task _work;

    public PointWorker(GuardedPoint point, Func<DateTimeOffset?> nextExpiry, TimeSpan period, TimeProvider time, ILogger log)
    {
        (_point, _nextExpiry, _period, _time, _log) = (point, nextExpiry, period, time, log);
        _retries = Retries.Create(new RetryOptions { Attempts = 3, LongestWait = TimeSpan.FromSeconds(2) }, e => e is PointFailure, time);
        _timer = time.CreateTimer(static worker => ((PointWorker)worker!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Ring();
        _work = WorkAsync();
    }

    /// <summary>Something may have changed.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await _timer.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await _bell.Reader.ReadAsync(_stop.Token);
                var started = _time.GetTimestamp();
                var isLeft = false;
                try
                {
                    isLeft = await _retries.ExecuteAsync(async cancel => await _point.ReconcileAsync(isUrgent: false, cancel), _stop.Token);
                }
                catch (PointFailure)
                {
                    // Told by the point itself; the period brings the next attempt.
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A mistake of ours in one round must not end the healing for good.
                    Broken(_log, _point.Name, e);
                }

                // Under a flood of verdicts, rounds over a large map must leave the processor to detection.
                await Task.Delay(Rest(_time.GetElapsedTime(started)), _time, _stop.Token);
                _timer.Change(isLeft ? QuotaPeriod : UntilNext(), Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Three times as long as the round took, 1 s at most.</summary>
    private static TimeSpan Rest(TimeSpan round) => round * 3 < TimeSpan.FromSeconds(1) ? round * 3 : TimeSpan.FromSeconds(1);

    private TimeSpan UntilNext()
    {
        if (_nextExpiry() is not { } expiry || expiry - _time.GetUtcNow() is var left && left >= _period)
            return _period;
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    [LoggerMessage(3113, LogLevel.Error, "enforcement point {Point}: this round failed unexpectedly; the next one is tried in time")]
    private static partial void Broken(ILogger log, string point, Exception e);
}
