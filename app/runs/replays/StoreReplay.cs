using System.Globalization;
using Akka.Streams.Dsl;
using Engine.App.Stages;
using Engine.App.Store;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>The stored calls of a run, with their enrichment, in the order in which it judged them; and what it was told between them.</summary>
internal sealed class StoreReplay : IReplaySource
{
    private readonly ClickHouseStore _store;
    private readonly RunRecord _run;
    private readonly StoredSlice _slice;
    private readonly ReplayRequest _request;
    private readonly int _batch;
    private readonly Action<string> _say;

    private StoreReplay(ClickHouseStore store, RunRecord run, StoredSlice slice, ReplayRequest request, int batch, Action<string> say) =>
        (_store, _run, _slice, _request, _batch, _say) = (store, run, slice, request, batch, say);

    /// <param name="store">Holds the calls; outlives the source.</param>
    /// <param name="request">Which run, which time.</param>
    /// <param name="batch">Calls that travel together.</param>
    /// <param name="say">Told what was chosen.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <exception cref="UserError">There is no such run, or nothing of it.</exception>
    public static async Task<StoreReplay> OpenAsync(ClickHouseStore store, ReplayRequest request, int batch, Action<string> say, CancellationToken cancel)
    {
        var run = await ChooseAsync(new RunReader(store), request, say, cancel);
        var slice = await new EventReader(store).MeasureAsync(run.Id, request.From, request.To, cancel);
        if (slice.Calls == 0)
            throw new UserError($"run {run.Id}{Moments.Between(request.From, request.To)} cannot be replayed: {slice.Partial()}; `engine runs` lists the runs, and its input may still be there: {run.Input}");
        if (request.Baseline == RunBaseline.Recorded && run.Baseline == "hindsight")
            throw new UserError($"run {run.Id} judged with hindsight, so no baselines were recorded; choose --baseline hindsight or relearn", isUsage: true);
        if (run.State == RunState.Running)
            say($"run {run.Id} has not ended, or its engine died: what is stored of it so far is replayed");
        return new StoreReplay(store, run, slice, request, batch, say);
    }

    public string Name => $"run {_run.Id}{Moments.Between(_request.From, _request.To)}";

    public IReadOnlyList<string> Identity => ["run", _run.Id, $"{_request.From:O}", $"{_request.To:O}"];

    public IReadOnlyList<string> Files => [];

    public IReadOnlyList<string> Positions => [];

    public bool CanReadAgain => true;

    /// <summary>Only of an ended run it is known how many calls there were.</summary>
    public string? Missing => _slice.Partial(_request.From is null && _request.To is null && _run.State != RunState.Running ? _run.Calls : null);

    public RunInput Open(EngineRun run, InputPositions behind, ILoggerFactory logs)
    {
        var after = behind.Last(_run.Id, 0) ?? -1;
        var calls = new EventReader(_store).ReadAsync(_run.Id, _slice, after, _batch);
        // What the points did is true whatever is taken for normal. What was told before the calls taken in is in the state.
        var controls = new ControlReader(_store).ReadAsync(_run.Id, Math.Max(_slice.First, after + 1), withKnowledge: _request.Baseline == RunBaseline.Recorded)
            .Where(entry => entry.Sequence > after)
            .Select(entry => Heard(entry, run.Rules));
        return new RunInput.Stored(Source.From(() => RecordedOrder.MergeAsync(_run.Id, calls, controls)), End);
    }

    /// <summary>As it was: a run that was interrupted had not yet judged what waited for its second, and what it judged later belongs to later calls.</summary>
    private BatchEnd End => _request.Baseline == RunBaseline.Recorded && (_run.State != RunState.Finished || _request.To is not null) ? BatchEnd.Cut : BatchEnd.Complete;

    private static async Task<RunRecord> ChooseAsync(RunReader runs, ReplayRequest request, Action<string> say, CancellationToken cancel)
    {
        if (request.Run is { } id)
            return await runs.FindAsync(id, cancel);
        var holding = await runs.HoldingAsync(request.From, request.To, cancel);
        if (holding is not [var chosen, ..])
            throw new UserError($"the store has no calls of any run{Moments.Between(request.From, request.To)}; `engine runs` lists the runs and their times");
        var kind = chosen.Kind.ToString().ToLowerInvariant();
        say(holding.Count == 1
            ? $"replaying run {chosen.Id} ({kind}: {chosen.Input})"
            : $"replaying run {chosen.Id} ({kind}: {chosen.Input}), the newest {kind} one of {holding.Count} that hold this time; --run chooses another: {string.Join(", ", holding.Skip(1).Take(5).Select(run => run.Id))}");
        return chosen;
    }

    /// <summary>Rules are not replayed: those of now judge, and where others did, their difference is one of the reasons.</summary>
    private ControlEntry Heard(ControlEntry entry, string rules)
    {
        if (entry.Kind == ControlKind.Options && entry.Version != rules && _request.Baseline == RunBaseline.Recorded)
            _say(string.Create(CultureInfo.InvariantCulture, $"from its call {entry.Sequence:N0} on run {_run.Id} was judged by rules {entry.Version}, now by {rules}: verdicts may differ"));
        return entry;
    }
}
