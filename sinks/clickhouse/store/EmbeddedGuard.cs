using System.Diagnostics;
using Engine.Schemas;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>Starts the embedded store of a directory again whenever it dies: at once the first time, with growing pauses when it does not live long.</summary>
/// <param name="directory">Data directory.</param>
/// <param name="options">How it is started.</param>
/// <param name="log">Where its deaths are told.</param>
internal sealed partial class EmbeddedGuard(string directory, EmbeddedStoreOptions options, ILogger log)
{
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <param name="serving">The store that serves now.</param>
    /// <param name="replace">Told of the next one.</param>
    /// <param name="stop">Ends the guarding; the store that serves then is left alone.</param>
    public async Task GuardAsync(EmbeddedStore serving, Action<EmbeddedStore> replace, CancellationToken stop)
    {
        var start = Starting();
        var pause = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var lived = Stopwatch.StartNew();
                await serving.WhenGoneAsync(stop);
                Died(directory, serving.Server.Pid, serving.How());
                if (lived.Elapsed >= Steady)
                    pause = TimeSpan.Zero;
                await Task.Delay(pause, stop);
                pause = pause < ShortestPause ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                var next = await start.ExecuteAsync(async cancel => await EmbeddedStore.StartAsync(directory, options, cancel), stop);
                replace(next);
                await serving.DisposeAsync();
                serving = next;
                Revived(directory, next.Server.Pid);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The store is being closed.
        }
    }

    private ResiliencePipeline Starting() => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = ShortestPause,
            MaxDelay = LongestPause,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is UserError or IOException),
            OnRetry = arguments =>
            {
                NotStarted(directory, UserError.Why(arguments.Outcome.Exception!), arguments.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    [LoggerMessage(3241, LogLevel.Error, "the embedded ClickHouse of {Directory} (process {Pid}) {How}; it is started again, what is written meanwhile is kept")]
    private partial void Died(string directory, int pid, string how);

    [LoggerMessage(3242, LogLevel.Warning, "the embedded ClickHouse of {Directory} serves again (process {Pid})")]
    private partial void Revived(string directory, int pid);

    [LoggerMessage(3243, LogLevel.Error, "the embedded ClickHouse of {Directory} does not start ({Why}); next attempt in {Seconds:0} s")]
    private partial void NotStarted(string directory, string why, double seconds);
}
