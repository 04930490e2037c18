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
    public static async Task RunAsync(Source<RawBatch, NotUsed> source, PipelineStages stages, CancellationToken stop, Config? settings = null)
    {
        using var system = ActorSystem.Create("engine", settings ?? StreamSettings.Quiet);
        var (kill, finished) = source
            .ViaMaterialized(KillSwitches.Single<RawBatch>(), Keep.Right)
            .SelectAsync(stages.Parallelism, raw => Task.Run(() => stages.Decode.Parse(raw), CancellationToken.None))
            .ConcatMaterialized(Source.Single(ParsedBatch.End), Keep.Left)
            .Async()
            .Select(stages.Enrich.Apply)
            .Async()
            .Select(stages.Detect.Apply)
            .Async()
            .SelectAsync(1, stages.Deliver.WriteAsync)
            .ToMaterialized(Sink.Ignore<long>(), Keep.Both)
            .Run(system.Materializer());

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
