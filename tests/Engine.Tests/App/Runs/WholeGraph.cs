using System.Text;
using Akka;
using Akka.Configuration;
using Akka.Streams.Dsl;
using Engine.App;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Stages;
using Engine.Detection;
using Engine.Enrichment;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Time;
using Engine.Sinks.Delivery;
using Engine.Sinks.Lines;

namespace Engine.Tests.App.Runs;

/// <summary>The real stages of all rooms between a file and a sink of the test's.</summary>
internal sealed class WholeGraph
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");

    private readonly FormatCatalog _formats = FormatCatalog.Create();

    public required ISink Sink { get; init; }
    public int Batch { get; init; } = 256;
    public int Lanes { get; init; } = 2;

    /// <summary>Akka's settings besides the engine's own.</summary>
    public string Settings { get; init; } = "";
    public RunCounters Counters { get; } = new();
    public ReadProgress Progress { get; } = new();

    /// <summary>The lines that a replay of the file writes.</summary>
    public static async Task<string> VerdictsAsync(string path, int batch, int lanes, string settings = "")
    {
        using var lines = new MemoryStream();
        await using var sink = new VerdictLineSink(lines, "lines", leaveOpen: true);
        await new WholeGraph { Sink = sink, Batch = batch, Lanes = lanes, Settings = settings }.RunAsync(path);
        return Encoding.UTF8.GetString(lines.ToArray());
    }

    public Task RunAsync(string path, CancellationToken stop = default) => RunAsync(
        FileSource.Read([path], new FileSource.Options { Batch = Batch, Progress = Progress }, _formats, TimeProvider.System), stop);

    public Task RunAsync(Source<RawBatch, NotUsed> source, CancellationToken stop = default)
    {
        var options = new EngineOptions();
        var detection = new DetectionEngine(
            new DetectionEngine.Options { Lanes = Lanes, MemoryBytes = options.Engine.Memory }, options.Scoring, options.Detectors, EngineRun.ProductVersion);
        var stages = new PipelineStages(
            Lanes,
            new DecodeStage(_formats),
            new EnrichStage(
                new LogicalClock(new LogicalClock.Options()), new Enricher(options.Enrichment with { SecretKey = Key }), new InputCut(new TakenPositions()), Counters),
            new DetectStage(detection, Counters, new ControlInbox()),
            new DeliverStage(Sink, [], Counters));
        return Pipeline.RunAsync(source, stages, stop, ConfigurationFactory.ParseString(Settings).WithFallback(StreamSettings.Quiet));
    }
}
