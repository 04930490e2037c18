using System.Diagnostics;
using System.Globalization;
using Engine.App.Checkpoints;
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
    /// <summary>After so long without input, checkpoints and sinks move on all the same.</summary>
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);

    private readonly RunPlan _plan;
    private readonly EngineState _state;
    private readonly ControlInbox _inbox = new();
    private string _run = "";

    public EngineRun(RunPlan plan)
    {
        _plan = plan;
        var options = plan.Options;
        Formats = FormatCatalog.Create(options.Formats, options.Combined, options.Capture);
        var clock = new LogicalClock(new LogicalClock.Options { OrderSlack = options.Engine.OrderSlack, AllowedLateness = options.Engine.AllowedLateness });
        var enricher = new Enricher(options.Enrichment.SecretKey.Length > 0
            ? options.Enrichment
            : options.Enrichment with { SecretKey = HashKey.LoadOrCreate(DataDirectory.Of(plan.Store)) });
        var detection = new DetectionEngine(
            new DetectionEngine.Options { Lanes = LanesOf(options), MemoryBytes = options.Engine.Memory },
            options.Scoring, options.Detectors, ProductVersion);
        _state = new EngineState(clock, enricher, detection, Counters);
    }

    public static string ProductVersion { get; } = typeof(EngineRun).Assembly.GetName().Version!.ToString(3);

    public FormatCatalog Formats { get; }

    /// <summary>Directory of what the run must remember.</summary>
    public string Data => DataDirectory.Of(_plan.Store);

    public RunCounters Counters { get; } = new();

    public ReadProgress Progress { get; } = new();

    /// <summary>Runs to the end of the input, or until asked to stop in order.</summary>
    /// <param name="open">Opens the input behind what an earlier run took in.</param>
    /// <param name="logs">Where troubles of optional sinks are told.</param>
    /// <param name="stop">Asks for an ordered stop.</param>
    /// <exception cref="UserError">Something that a person can mend stands in the way.</exception>
    public Task<RunResult> RunAsync(Func<InputPositions, InputSource> open, ILoggerFactory logs, CancellationToken stop) =>
        RunAsync(positions => Task.FromResult(open(positions)), logs, stop);

    /// <summary>The same with an input that takes its time to open.</summary>
    public async Task<RunResult> RunAsync(Func<InputPositions, Task<InputSource>> open, ILoggerFactory logs, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        using var kept = OpenCheckpoints(logs);
        var isResumed = kept?.Checkpointing.Find(_plan.Run) ?? false;
        _run = kept?.Checkpointing.Run ?? _plan.Run;
        var sinks = await RunSinks.OpenAsync(_plan, _run, isResumed, _inbox, logs, stop);
        try
        {
            Begin(kept?.Checkpointing, isResumed, sinks);
            await InTimeAsync(DeliverAsync(await open(_state.Taken.Positions), sinks, kept?.Checkpointing, stop), stop);
        }
        catch
        {
            // The same reason would make closing fail as well, and say less.
            await CloseAsync(sinks, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        await CloseAsync(sinks, stop);
        if (!_plan.IsLive && !stop.IsCancellationRequested)
            kept?.Directory.Clear();
        return new RunResult(
            Counters, sinks.Ledger, sinks.Refusals, WhereRefused(), _state.Detection.Statistics, _state.Enricher.Statistics, Stopwatch.GetElapsedTime(since),
            Environment.CpuUsage.TotalTime - processor, Progress.EndedEarly);
    }

    private KeptState? OpenCheckpoints(ILoggerFactory logs)
    {
        if (_plan.Checkpoints is not { } path)
            return null;
        var directory = CheckpointDirectory.Open(path);
        if (_plan.IsFresh)
            directory.Clear();
        return new KeptState(directory, new Checkpointing(directory, _plan.Options.Checkpoints, TimeProvider.System, ProductVersion, logs.CreateLogger<Checkpointing>()));
    }

    private void Begin(Checkpointing? checkpointing, bool isResumed, RunSinks sinks)
    {
        if (isResumed)
        {
            var remembering = sinks.Remembering;
            checkpointing!.Restore(entry => _state.Restore(entry, remembering));
            _state.CompleteRestore(remembering);
            _plan.Say?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"going on with run {_run}: {Counters.Calls:N0} calls, {_state.Detection.Statistics.Actors:N0} actors; --fresh begins anew"));
        }

        _inbox.Rules(_state.Detection.Rules);
    }

    private async Task DeliverAsync(InputSource input, RunSinks sinks, Checkpointing? checkpointing, CancellationToken stop)
    {
        checkpointing?.Acknowledge = input.Acknowledge;
        try
        {
            await Pipeline.RunAsync(input.Batches, Stages(sinks, checkpointing, stop), stop);
            await sinks.All.FlushAsync(CancellationToken.None);
            if (checkpointing is not null)
                await checkpointing.CompleteAsync();
        }
        finally
        {
            await input.CloseAsync();
        }
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

    private PipelineStages Stages(RunSinks sinks, Checkpointing? checkpointing, CancellationToken stop)
    {
        var cut = checkpointing is null
            ? new InputCut(_state.Taken)
            : new InputCut(_state.Taken, checkpointing, new CheckpointShare(_state.Enricher, checkpointing, TimeProvider.System), _state.Save, _plan.IsLive, stop);
        return new PipelineStages(
            LanesOf(_plan.Options),
            new DecodeStage(Formats),
            new EnrichStage(_state.Clock, _state.Enricher, cut, Counters),
            new DetectStage(_state.Detection, Counters, _inbox, checkpointing is null ? null : new CheckpointShare(_state.Detection, checkpointing, TimeProvider.System)),
            new DeliverStage(sinks.All, sinks.Remembering, Counters))
        {
            IdleAfter = _plan.IsLive ? IdleAfter : null,
        };
    }

    private sealed record KeptState(CheckpointDirectory Directory, Checkpointing Checkpointing) : IDisposable
    {
        public void Dispose() => Directory.Dispose();
    }
}
