using Polly;
using Polly.Retry;

namespace Engine.Sinks.Delivery;

/// <summary>The retry policy of every sink: apart from the transport, driven by a <see cref="TimeProvider"/>, so tests do not wait.</summary>
public static class Retries
{
    /// <param name="options">How often and how long.</param>
    /// <param name="isPassing">True for a failure that may pass by itself; all others are thrown at once.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="onRetry">Told of each failure that will be tried again, with the wait; null = nobody is.</param>
    public static ResiliencePipeline Create(
        RetryOptions options, Func<Exception, bool> isPassing, TimeProvider time, Action<Exception, TimeSpan>? onRetry = null)
    {
        if (options.Attempts == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Attempts,
                Delay = options.FirstWait,
                MaxDelay = options.LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && isPassing(e)),
                OnRetry = arguments =>
                {
                    onRetry?.Invoke(arguments.Outcome.Exception!, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}
