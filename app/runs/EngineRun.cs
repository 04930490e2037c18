using System.Diagnostics;
using System.Globalization;
using Engine.App.Checkpoints;
using Engine.App.Configuration;
using Engine.App.Documents;
using Engine.App.Stages;
using Engine.Detection;
using Engine.Detection.Baselines;
using Engine.Enrichment;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Time;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
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
    private readonly ApiDocuments _documents;
    private readonly ControlInbox _inbox = new();
    private string _run = "";
    private ReadBack? _readBack;

    public EngineRun(RunPlan plan)
    {
        _plan = plan = plan with { Options = HashKey.Into(plan.Options, plan.Store) };
        var options = plan.Options;
        Formats = options.Catalog();
        _documents = ApiDocuments.Read(options.Enrichment.Documents);
        var clock = new LogicalClock(new LogicalClock.Options { OrderSlack = options.Engine.OrderSlack, AllowedLateness = options.Engine.AllowedLateness });
        var detection = new DetectionEngine(
            new DetectionEngine.Options { Lanes = LanesOf(options), MemoryBytes = options.Engine.Memory, Baselines = ModeOf(plan) },
            options.Scoring, options.Detectors, ProductVersion);
        _state = new EngineState(clock, new Enricher(options.Enrichment, _documents.Stated), detection, Counters);
    }

    public static string ProductVersion { get; } = typeof(EngineRun).Assembly.GetName().Version!.ToString(3);

    public FormatCatalog Formats { get; }

    /// <summary>Directory of what the run must remember.</summary>
    public string Data => DataDirectory.Of(_plan.Store);

    public RunCounters Counters { get; } = new();

    public ReadProgress Progress { get; } = new();

    /// <summary>Digest of the rules that judge.</summary>
    public string Rules => _state.Detection.Rules;

    /// <summary>What the calls taught, once they are through.</summary>
    public ReadOnlyMemory<byte> ExportBaselines() => _state.Detection.ExportBaselines();

    /// <inheritdoc cref="RunAsync(Func{InputPositions, RunInput}, ILoggerFactory, CancellationToken)"/>
    public Task<RunResult> RunAsync(Func<InputPositions, InputSource> open, ILoggerFactory logs, CancellationToken stop) =>
        RunAsync(positions => new RunInput.Raw(open(positions)), logs, stop);

    /// <summary>Opens what an earlier run took in, where its state is lost; null: nothing is read back.</summary>
    public Func<ReadBackRange?, TimeSpan, InputSource>? OpenReadBack { get; set; }

    public RunHealth Health { get; } = new();

    /// <summary>Runs to the end of the input, or until asked to stop in order.</summary>
    /// <param name="open">Opens the input behind what an earlier run took in.</param>
    /// <param name="logs">Where troubles of optional sinks are told.</param>
    /// <param name="stop">Asks for an ordered stop.</param>
    /// <exception cref="UserError">Something that a person can mend stands in the way.</exception>
    public Task<RunResult> RunAsync(Func<InputPositions, RunInput> open, ILoggerFactory logs, CancellationToken stop) =>
        RunAsync(positions => Task.FromResult(open(positions)), logs, stop);

    /// <summary>The same with an input that takes its time to open.</summary>
    public async Task<RunResult> RunAsync(Func<InputPositions, Task<RunInput>> open, ILoggerFactory logs, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        await using var kept = OpenCheckpoints(logs);
        var isResumed = kept?.Checkpointing.Find(_plan.Run) ?? false;
        _run = kept?.Checkpointing.Run ?? _plan.Run;
        var sinks = await RunSinks.OpenAsync(_plan, _run, isResumed, _inbox, logs, stop);
        var described = new RunDescription(_plan, _state, Progress, _documents.Digest);
        await using var recorder = new RunRecorder(sinks.RecordAsync, stands => described.Of(_run, stands), TimeProvider.System);
        (Health.Checkpoints, Health.Published) = (kept?.Checkpointing, sinks.Kafka);
        try
        {
            await BeginAsync(kept?.Checkpointing, isResumed, sinks, recorder, stop);
            _readBack = ReadBackOf(kept?.Checkpointing, isResumed);
            var input = await open(kept?.Checkpointing.Lost?.End.Positions ?? _state.Taken.Positions);
            await InTimeAsync(DeliverAsync(Behind(input), sinks, kept?.Checkpointing, recorder, stop), stop);
        }
        catch (Exception failure)
        {
            // The same reason may keep the record from being made and the sinks from being closed, and says more than theirs.
            var end = failure is OperationCanceledException && stop.IsCancellationRequested ? RunState.Interrupted : RunState.Failed;
            await PassOverAsync(recorder.EndAsync(end).WaitAsync(_plan.Options.Engine.ShutdownTimeout, TimeProvider.System, CancellationToken.None));
            await PassOverAsync(CloseAsync(sinks, stop));
            throw;
        }

        await CloseAsync(sinks, stop);
        if (!_plan.IsLive && !stop.IsCancellationRequested)
            kept?.Directory.Clear();
        Health.LateFacts = _state.Detection.Statistics.LateFacts;
        return new RunResult(
            _run, _plan.Store is not StoreLocation.None, Counters, sinks.Ledger, sinks.Refusals, WhereRefused(), _state.Detection.Statistics, described.IsExact, Stopwatch.GetElapsedTime(since),
            Environment.CpuUsage.TotalTime - processor, Progress.EndedEarly, described.Missing)
        {
            Health = Health,
        };
    }

    private KeptState? OpenCheckpoints(ILoggerFactory logs)
    {
        if (_plan.Checkpoints is not { } path)
            return null;
        var directory = CheckpointDirectory.Open(path);
        var marks = _plan.IsLive ? new InputMarks(path, LookBack) : null;
        if (_plan.IsFresh)
        {
            directory.Clear();
            marks?.Clear();
        }

        return new KeptState(directory, new Checkpointing(directory, _plan.Options.Checkpoints, TimeProvider.System, ProductVersion, logs.CreateLogger<Checkpointing>())
        {
            Marks = marks,
        });
    }

    private async Task BeginAsync(Checkpointing? checkpointing, bool isResumed, RunSinks sinks, RunRecorder recorder, CancellationToken stop)
    {
        if (isResumed)
        {
            var remembering = sinks.Remembering;
            checkpointing!.Restore(entry => _state.Restore(entry, remembering));
            _state.CompleteRestore(remembering);
            _plan.Say?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"going on with run {_run}: {Counters.Calls:N0} calls, {_state.Detection.Statistics.Actors:N0} actors; --fresh begins anew"));
        }
        else if (checkpointing?.Lost is { } lost)
        {
            _state.Restore(lost, sinks.Remembering);
        }
        else
        {
            checkpointing?.Begin(sinks.Places());
        }

        await recorder.BeginAsync();
        if (!isResumed && _plan.Learn is { } learn)
            _state.Detection.ImportBaselines(await learn(stop));
        _inbox.Rules(Rules);
    }

    /// <summary>How far state reaches back.</summary>
    private TimeSpan LookBack => _plan.Options.Checkpoints.ReadBack ?? _state.Detection.LookBack;

    /// <summary>What comes before everything new, where no checkpoint can be read; null: nothing does.</summary>
    private ReadBack? ReadBackOf(Checkpointing? checkpointing, bool isResumed)
    {
        if (isResumed || _plan.IsFresh || checkpointing is null || OpenReadBack is null || (checkpointing.Lost is null && LookBack == TimeSpan.Zero))
            return null;
        return new ReadBack(OpenReadBack, checkpointing.Lost, LookBack, Progress, _plan.Say ?? (_ => { })) { AreUnreadable = checkpointing.AreUnreadable };
    }

    private RunInput Behind(RunInput input) => _readBack is { } back && input is RunInput.Raw(var live) ? new RunInput.Raw(back.Before(live)) : input;

    private async Task DeliverAsync(RunInput input, RunSinks sinks, Checkpointing? checkpointing, RunRecorder recorder, CancellationToken stop)
    {
        var cut = CutOf(checkpointing, stop);
        var detect = new DetectStage(
            _state.Detection, Counters, _inbox, checkpointing is null ? null : new CheckpointShare(_state.Detection, checkpointing, TimeProvider.System), checkpointing?.Lost);
        var deliver = new DeliverStage(sinks.All, sinks.Remembering, Counters);
        switch (input)
        {
            case RunInput.Stored(var calls, var end):
                await Pipeline.RunStoredAsync(calls, new StoredStage(cut, Counters, end), detect, deliver, stop);
                await CompleteAsync(sinks, checkpointing);
                break;
            case RunInput.Raw(var source):
                checkpointing?.Acknowledge = source.Acknowledge;
                checkpointing?.Forget = source.Forget;
                try
                {
                    var enrich = new EnrichStage(_state.Clock, _state.Enricher, cut, Counters);
                    var stages = new PipelineStages(LanesOf(_plan.Options), new DecodeStage(Formats), enrich, detect, deliver) { IdleAfter = _plan.IsLive ? IdleAfter : null };
                    await Pipeline.RunAsync(source.Batches, stages, stop, _plan.Streams);
                    await CompleteAsync(sinks, checkpointing);
                }
                finally
                {
                    await source.CloseAsync();
                }

                break;
        }

        await recorder.EndAsync(stop.IsCancellationRequested ? RunState.Interrupted : RunState.Finished);
    }

    private static async Task CompleteAsync(RunSinks sinks, Checkpointing? checkpointing)
    {
        await sinks.All.FlushAsync(CancellationToken.None);
        if (checkpointing is not null)
            await checkpointing.CompleteAsync();
    }

    private static Task PassOverAsync(Task failing) =>
        failing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

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
        { DeadLetters: { } file } => $"all refused: {file}",
        { What: WhatToStore.ConclusionsOfRun } => "--dead-letters FILE keeps what is refused",
        { Store: StoreLocation.Embedded(var directory) } => $"all refused: engine sql --store '{directory}' \"SELECT source, source_offset, reason, sample FROM dead_letters\"",
        { Store: StoreLocation.Server } => "all refused: the table dead_letters",
        _ => "--dead-letters FILE keeps what is refused",
    };

    private static BaselineMode ModeOf(RunPlan plan) => plan.Baseline switch
    {
        RunBaseline.Recorded => BaselineMode.Recorded,
        RunBaseline.Hindsight => BaselineMode.Fixed,
        _ => BaselineMode.Relearn,
    };

    private static int LanesOf(EngineOptions options) => options.Engine.Lanes ?? Environment.ProcessorCount;

    private InputCut CutOf(Checkpointing? checkpointing, CancellationToken stop) => checkpointing is null
        ? new InputCut(_state.Taken)
        : new InputCut(_state.Taken, checkpointing, new CheckpointShare(_state.Enricher, checkpointing, TimeProvider.System), _state.Save, _plan.IsLive, stop)
        {
            BeginsReadingBack = _readBack is not null,
        };

    private sealed record KeptState(CheckpointDirectory Directory, Checkpointing Checkpointing) : IAsyncDisposable
    {
        /// <summary>The directory is let go of when nobody writes into it any more.</summary>
        public async ValueTask DisposeAsync()
        {
            await Checkpointing.AbandonAsync();
            Directory.Dispose();
        }
    }
}
