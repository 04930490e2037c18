using System.Diagnostics;
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
        Formats = FormatCatalog.Create(options.Formats);
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
            await Pipeline.RunAsync(input, Stages(sinks), stop);
            await sinks.All.FlushAsync(CancellationToken.None);
        }
        finally
        {
            await sinks.DisposeAsync();
        }

        return new RunResult(
            Counters, sinks.Ledger, _detection.Statistics, _enricher.Statistics, Stopwatch.GetElapsedTime(since),
            Environment.CpuUsage.TotalTime - processor, Progress.EndedEarly);
    }

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
