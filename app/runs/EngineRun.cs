using System.Diagnostics;
using System.Globalization;
using Akka;
using Akka.Streams.Dsl;
using Engine.App.Configuration;
using Engine.App.Stages;
using Engine.Detection;
using Engine.Enrichment;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Time;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>One run of the whole graph: builds the rooms from the configuration, opens the sinks, runs, closes in order.</summary>
internal sealed class EngineRun
{
    private readonly RunPlan _plan;
    private readonly Enricher _enricher;
    private readonly DetectionEngine _detection;

    public EngineRun(RunPlan plan)
    {
        _plan = plan;
        var options = plan.Options;
        Formats = FormatCatalog.Create(options.Formats, options.Combined);
        _enricher = new Enricher(options.Enrichment.SecretKey.Length > 0
            ? options.Enrichment
            : options.Enrichment with { SecretKey = HashKey.LoadOrCreate(DataDirectory.Of(plan.Store)) });
        _detection = new DetectionEngine(
            new DetectionEngine.Options { Lanes = LanesOf(options), MemoryBytes = options.Engine.Memory },
            options.Scoring, options.Detectors, ProductVersion);
    }

    public static string ProductVersion { get; } = typeof(EngineRun).Assembly.GetName().Version!.ToString(3);

    public FormatCatalog Formats { get; }

    public RunCounters Counters { get; } = new();

    public ReadProgress Progress { get; } = new();

    /// <summary>Runs to the end of the input, or until asked to stop in order.</summary>
    /// <param name="input">Made from <see cref="Formats"/> and <see cref="Progress"/>.</param>
    /// <param name="logs">Where troubles of optional sinks are told.</param>
    /// <param name="stop">Asks for an ordered stop.</param>
    /// <exception cref="UserError">Something that a person can mend stands in the way.</exception>
    public async Task<RunResult> RunAsync(Source<RawBatch, NotUsed> input, ILoggerFactory logs, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        var sinks = await RunSinks.OpenAsync(_plan, logs, stop);
        try
        {
            await InTimeAsync(DeliverAsync(input, sinks, stop), stop);
        }
        catch
        {
            // The same reason would make closing fail as well, and say less.
            await CloseAsync(sinks, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        await CloseAsync(sinks, stop);
        return new RunResult(
            Counters, sinks.Ledger, sinks.Refusals, WhereRefused(), _detection.Statistics, _enricher.Statistics, Stopwatch.GetElapsedTime(since),
            Environment.CpuUsage.TotalTime - processor, Progress.EndedEarly);
    }

    private async Task DeliverAsync(Source<RawBatch, NotUsed> input, RunSinks sinks, CancellationToken stop)
    {
        await Pipeline.RunAsync(input, Stages(sinks), stop);
        await sinks.All.FlushAsync(CancellationToken.None);
    }

    /// <summary>Once it is to stop, a store that answers no more must not keep the engine from ending.</summary>
    private async Task InTimeAsync(Task delivery, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using var stopping = stop.Register(stopped.SetResult);
        if (await Task.WhenAny(delivery, stopped.Task) != delivery)
        {
            var patience = _plan.Options.Engine.ShutdownTimeout;
            try
            {
                await delivery.WaitAsync(patience, TimeProvider.System, CancellationToken.None);
            }
            catch (TimeoutException) when (!delivery.IsCompleted)
            {
                throw new UserError(string.Create(CultureInfo.InvariantCulture,
                    $"stopped in the middle: {Counters.Calls - Counters.Delivered:N0} calls were read and not yet safe {patience.TotalSeconds:0.###} s after the stop; ")
                    + "look at the store or sink that is slow, raise engine.shutdown_timeout, and start again: what is read twice is stored once");
            }
        }

        await delivery;
    }

    private async Task CloseAsync(RunSinks sinks, CancellationToken stop)
    {
        var closing = sinks.DisposeAsync().AsTask();
        try
        {
            await closing.WaitAsync(stop.IsCancellationRequested ? _plan.Options.Engine.ShutdownTimeout : Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException) when (!closing.IsCompleted)
        {
            // Everything safe is safe, and what is not has been told: the process may end.
        }
    }

    private string WhereRefused() => _plan switch
    {
        { Store: StoreLocation.Embedded(var directory) } => $"all refused: engine sql --store '{directory}' \"SELECT source, source_offset, reason, sample FROM dead_letters\"",
        { Store: StoreLocation.Server } => "all refused: table dead_letters of the store",
        { DeadLetters: { } file } => $"all refused: {file}",
        _ => "--dead-letters FILE keeps what is refused",
    };

    private static int LanesOf(EngineOptions options) => options.Engine.Lanes ?? Environment.ProcessorCount;

    private PipelineStages Stages(RunSinks sinks)
    {
        var engine = _plan.Options.Engine;
        var clock = new LogicalClock(new LogicalClock.Options { OrderSlack = engine.OrderSlack, AllowedLateness = engine.AllowedLateness });
        return new PipelineStages(
            LanesOf(_plan.Options),
            new DecodeStage(Formats, Counters),
            new EnrichStage(clock, _enricher, Counters),
            new DetectStage(_detection, Counters),
            new DeliverStage(sinks.All, Counters));
    }
}
