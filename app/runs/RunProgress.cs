using System.Globalization;
using Engine.App.Terminal;
using Engine.Ingest.Sources;
using Spectre.Console;

namespace Engine.App.Runs;

/// <summary>Shows on standard error how far a run is: a bar on a terminal, nothing in a script.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    /// <param name="screen">Where to show it.</param>
    /// <param name="title">What runs.</param>
    /// <param name="progress">Bytes read.</param>
    /// <param name="counters">Calls and signals so far.</param>
    /// <param name="run">The run.</param>
    public static async Task<T> WatchAsync<T>(Screen screen, string title, ReadProgress progress, RunCounters counters, Func<Task<T>> run)
    {
        if (!screen.Messages.Profile.Capabilities.Interactive)
            return await run();
        return await screen.Messages.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title);
                bar.IsIndeterminate = progress.TotalBytes is null;
                var running = run();
                while (await Task.WhenAny(running, Task.Delay(Refresh)) != running)
                {
                    bar.Description = string.Create(CultureInfo.InvariantCulture, $"{title}: {counters.Calls:N0} calls, {counters.Signals:N0} signals");
                    if (progress.TotalBytes is > 0 and var total)
                        (bar.IsIndeterminate, bar.MaxValue, bar.Value) = (false, total, progress.Bytes);
                }

                return await running;
            });
    }
}
