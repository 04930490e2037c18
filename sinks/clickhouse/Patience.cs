using Polly;
using Polly.Retry;

namespace Engine.Sinks.ClickHouse;

/// <summary>The retries of this sink: pauses that double up to a bound, for as long as the options say, on a <see cref="TimeProvider"/>.</summary>
internal static class Patience
{
    /// <param name="options">Pauses, and when to give up.</param>
    /// <param name="isPassing">True for a failure that may pass.</param>
    /// <param name="time">Clock of the pauses.</param>
    /// <param name="onRetry">Told of each failure that will be tried again.</param>
    public static ResiliencePipeline Create(ClickHouseSinkOptions options, Func<Exception, bool> isPassing, TimeProvider time, Action<Exception> onRetry)
    {
        var attempts = Attempts(options);
        if (attempts == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && isPassing(error)),
                OnRetry = arguments =>
                {
                    onRetry(arguments.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>So many that their pauses reach <see cref="ClickHouseSinkOptions.GiveUpAfter"/>.</summary>
    internal static int Attempts(ClickHouseSinkOptions options)
    {
        if (options.GiveUpAfter is not { } most)
            return int.MaxValue;
        var attempts = 0;
        for (TimeSpan waited = TimeSpan.Zero, pause = options.FirstPause; waited < most; waited += pause, pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
            attempts++;
        return attempts;
    }
}
