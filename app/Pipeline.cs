using System.Runtime.ExceptionServices;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Akka.Streams.Dsl;
using Engine.App.Stages;
using Engine.Ingest.Sources;

namespace Engine.App;

/// <summary>
/// The whole way of an API call, on one page:
/// bytes → calls (parsed in parallel, order kept) → one sequential stage that knows time, identity and endpoints
/// → detection (lanes by actor, joined per batch) → every sink → acknowledged.
/// </summary>
/// <remarks>
/// Elements are batches. Back-pressure runs from the slowest sink to the source. There is no supervision that resumes:
/// a failing stage fails the stream, and the engine stops with that reason before anything behind it is acknowledged.
/// </remarks>
internal static class Pipeline
{
    /// <summary>Runs until the source ends, <paramref name="stop"/> asks for an ordered stop, or a stage fails (then it throws that failure).</summary>
    /// <param name="source">Batches as they were read.</param>
    /// <param name="stages">What happens to them.</param>
    /// <param name="stop">Asks for an ordered stop.</param>
    /// <param name="settings">Akka's settings; null for <see cref="StreamSettings.Quiet"/>.</param>
    public static Task RunAsync(Source<RawBatch, NotUsed> source, PipelineStages stages, CancellationToken stop, Config? settings = null)
    {
        var kill = KillSwitches.Shared("input");
        var parsed = source
            .Via(kill.Flow<RawBatch>())
            .SelectAsync(stages.Parallelism, raw => Task.Run(() => stages.Decode.Parse(raw), CancellationToken.None));
        if (stages.IdleAfter is { } idle)
            parsed = parsed.KeepAlive(idle, () => ParsedBatch.Idle);
        return RunAsync(parsed.Concat(Source.Single(ParsedBatch.End)).Async().Select(stages.Enrich.Apply), stages.Detect, stages.Deliver, kill, settings, stop);
    }

    /// <summary>The same from calls that an earlier run enriched and stored: enters at detection.</summary>
    /// <param name="stored">In the recorded order.</param>
    /// <param name="enter">Takes the place of parsing and enrichment.</param>
    /// <param name="detect">Detection.</param>
    /// <param name="deliver">The sinks.</param>
    /// <param name="stop">Asks for an ordered stop.</param>
    public static Task RunStoredAsync(Source<StoredCalls, NotUsed> stored, StoredStage enter, DetectStage detect, DeliverStage deliver, CancellationToken stop)
    {
        var kill = KillSwitches.Shared("input");
        var ended = stored.Via(kill.Flow<StoredCalls>()).Concat(Source.Single(StoredCalls.End));
        return RunAsync(ended.Async().Select(enter.Apply), detect, deliver, kill, settings: null, stop);
    }

    private static async Task RunAsync(
        Source<EnrichedBatch, NotUsed> enriched, DetectStage detect, DeliverStage deliver, SharedKillSwitch kill, Config? settings, CancellationToken stop)
    {
        using var system = ActorSystem.Create("engine", settings ?? StreamSettings.Quiet);
        var finished = enriched
            .Async()
            .Select(detect.Apply)
            .Async()
            .SelectAsync(1, deliver.WriteAsync)
            .RunWith(Sink.Ignore<long>(), system.Materializer());

        // An ordered stop: the source ends, and everything already read still passes through every stage.
        await using var stopping = stop.Register(kill.Shutdown);
        try
        {
            await finished.ConfigureAwait(false);
        }
        catch (AggregateException wrapped) when (wrapped.Flatten().InnerExceptions is [var failure])
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
