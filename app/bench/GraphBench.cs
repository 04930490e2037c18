using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.App.Bench;

/// <summary>The whole engine on a file, as <c>engine replay</c> runs it: CPU seconds of this process, all its threads.</summary>
internal static class GraphBench
{
    /// <param name="path">A combined log.</param>
    /// <param name="store">Where events go; nowhere measures the engine without its store.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<RunResult> RunAsync(string path, StoreLocation store, CancellationToken stop)
    {
        var options = new EngineOptions();
        var run = new EngineRun(new RunPlan { Options = options with { Enrichment = options.Enrichment with { SecretKey = new byte[32] } }, Store = store });
        var source = FileSource.Read([path], new FileSource.Options { Format = Combined.Name, Progress = run.Progress }, run.Formats, TimeProvider.System);
        return await run.RunAsync(_ => InputSource.Of(source), NullLoggerFactory.Instance, stop);
    }
}
