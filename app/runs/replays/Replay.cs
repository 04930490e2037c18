using Engine.App.Configuration;
using Engine.App.Runs.Comparing;
using Engine.App.Store;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>A replay made ready: its input is chosen, and what it leaves in the store is decided.</summary>
internal sealed class Replay : IAsyncDisposable
{
    private readonly ClickHouseStore? _store;
    private readonly RunPlan _plan;
    private readonly RunRecord? _compared;
    private readonly ILoggerFactory _logs;

    private Replay(ClickHouseStore? store, IReplaySource source, RunPlan plan, RunRecord? compared, ILoggerFactory logs)
    {
        (_store, Source, _compared, _logs) = (store, source, compared, logs);
        _plan = plan with { Learn = plan.Baseline == RunBaseline.Hindsight ? LearnAsync : null };
        Run = new EngineRun(_plan);
    }

    public IReplaySource Source { get; }

    public EngineRun Run { get; }

    /// <param name="request">What is replayed.</param>
    /// <param name="plan">Where to, with which options.</param>
    /// <param name="logs">Where troubles that pass are told.</param>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="UserError">There is no such input, store or run.</exception>
    public static async Task<Replay> PrepareAsync(ReplayRequest request, RunPlan plan, ILoggerFactory logs, CancellationToken stop)
    {
        var location = request.IsFromStore || request.Compare is not null ? StoreOption.Existing(plan.Store) : plan.Store;
        plan = plan with { Options = HashKey.Into(plan.Options, plan.Store) };
        var store = location is StoreLocation.None ? null
            : await ClickHouseStore.OpenAsync(location, new ClickHouseStoreOptions { Database = plan.Options.Store.Database }, logs.CreateLogger<ClickHouseStore>(), stop);
        try
        {
            if (request.IsFromStore || request.Compare is not null)
                await LeftBlocks.StoreAsync(location, store!, plan.Say, logs, stop);
            var compared = request.Compare is { } id ? await new RunReader(store!).FindAsync(id, stop) : null;
            var (source, found) = await SourceOfAsync(request, plan, store, logs, stop);
            var what = source is StoreReplay || await IsLiveEvidenceAsync(source, store, plan, stop) ? WhatToStore.ConclusionsOfRun : WhatToStore.All;
            SayWhatIsLeftAlone(plan);
            plan = plan with
            {
                Input = found is null ? source.Name : $"{source.Name} as {found}",
                Baseline = request.Baseline,
                What = what,
                Missing = () => source.Missing,
            };
            var identity = source.CanReadAgain ? ReplayIdentity.Of(source.Identity, source.Files, plan) : null;
            return new Replay(store, source, plan with { Checkpoints = identity is null ? null : ReplayIdentity.DirectoryOf(identity, plan) }, compared, logs);
        }
        catch
        {
            if (store is not null)
                await store.DisposeAsync();
            throw;
        }
    }

    public Task<RunResult> RunAsync(CancellationToken stop) => Run.RunAsync(behind => Source.Open(Run, behind, _logs), _logs, stop);

    /// <summary>What it decided otherwise than the run it is to be compared with; null where none was named.</summary>
    public async Task<RunComparison?> CompareAsync(RunResult result, CancellationToken stop)
    {
        if (_compared is null)
            return null;
        if (_compared.InputDigest is { } digest && result.Counters.Digest is { } own && digest != own)
            _plan.Say?.Invoke($"run {_compared.Id} judged another input: {_compared.Input}");
        if (result.Ledger.Dropped > 0)
            _plan.Say?.Invoke($"{result.Ledger.Dropped} revisions of verdicts were too many to be kept and are not compared");
        return await RunComparison.OfAsync(new RunReader(_store!), _compared, result.Ledger.Revisions, result.Counters.Times, stop);
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <returns>The source, and its format where that was left to the engine.</returns>
    private static async Task<(IReplaySource Source, string? Found)> SourceOfAsync(ReplayRequest request, RunPlan plan, ClickHouseStore? store, ILoggerFactory logs, CancellationToken stop)
    {
        if (request.IsFromStore)
            return (await StoreReplay.OpenAsync(store!, request, plan.Options.Engine.Batch, message => plan.Say?.Invoke(message), stop), null);
        var input = new StandardInput(Console.OpenStandardInput);
        // What a live run chose for a source of the configuration is what a replay of that source goes by.
        var recorded = request.Source is null ? null : new RecordedFormats(DataDirectory.CheckpointsOf(plan.Store, plan.Options.Checkpoints));
        var formats = new AutomaticFormat(plan.Options, input, plan.Say, logs) { Recorded = recorded };
        var source = await formats.ApplyAsync(request.Source ?? new SourceOptions { Name = "files", Paths = request.Files, Format = request.Format }, stop);
        IReplaySource opened = source.Kind == SourceKind.Kafka ? new KafkaReplay(source, plan.Options, request.From, request.To) : FileReplay.Of(source, plan.Options, input);
        return (opened, formats.Chosen.Count > 0 ? source.Format : null);
    }

    /// <summary>
    /// What a live run stored, no replay replaces: a call has one row, which says how and in which order it was judged when it came. Only
    /// so can the live run be replayed as it was.
    /// </summary>
    private static async Task<bool> IsLiveEvidenceAsync(IReplaySource source, ClickHouseStore? store, RunPlan plan, CancellationToken stop)
    {
        if (store is null || await new RunReader(store).LiveOwnerAsync(source.Positions, stop) is not { } live)
            return false;
        plan.Say?.Invoke($"calls of {source.Name} are in the store already, as live run {live.Id} judged them: they stay, and this replay stores its verdicts only (--store DIR keeps all of it elsewhere)");
        return true;
    }

    private static void SayWhatIsLeftAlone(RunPlan plan)
    {
        if (plan.Options.Enforcement.Points is [_, ..] points)
            plan.Say?.Invoke($"a replay enforces nothing: {string.Join(", ", points.Select(point => point.Name))} {(points.Count == 1 ? "is" : "are")} left alone");
    }

    /// <summary>Another engine reads all of it, concludes nothing, and hands over what it learned.</summary>
    private async Task<ReadOnlyMemory<byte>> LearnAsync(CancellationToken stop)
    {
        _plan.Say?.Invoke($"learning from all of {Source.Name} first; then it is judged");
        var teacher = new EngineRun(new RunPlan { Options = _plan.Options, Store = new StoreLocation.None() });
        await teacher.RunAsync(behind => Source.Open(teacher, behind, _logs), _logs, stop);
        if (stop.IsCancellationRequested)
        {
            _plan.Say?.Invoke("interrupted while it learned: the same command begins anew");
            throw new OperationCanceledException(stop);
        }

        return teacher.ExportBaselines();
    }
}
