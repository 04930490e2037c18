using System.Globalization;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>A run as the store lists it, and what its input lacks.</summary>
/// <param name="plan">What it does.</param>
/// <param name="state">How far it is.</param>
/// <param name="progress">What was read.</param>
/// <param name="documents">Digest of the API documents that it goes by.</param>
internal sealed class RunDescription(RunPlan plan, EngineState state, ReadProgress progress, string documents)
{
    /// <summary>What the input lacks of what once was there; null: nothing.</summary>
    public string? Missing => progress.EndedEarly > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.EndedEarly:N0} input files could not be read to their end")
        : plan.Missing();

    /// <summary>Nothing was forgotten under memory pressure.</summary>
    public bool IsExact => state.Detection.Statistics.IsExact && state.Enricher.Statistics.ForgottenCredentials == 0;

    /// <param name="run">Its id.</param>
    /// <param name="stands">How it stands.</param>
    public RunRecord Of(string run, RunState stands)
    {
        var isOver = stands != RunState.Running;
        var detection = state.Detection.Statistics;
        var (first, last) = state.Counters.Times;
        var missing = isOver ? Missing : null;
        return new RunRecord
        {
            Id = run,
            Kind = plan.IsLive ? RunKind.Live : RunKind.Replay,
            Started = state.Counters.Started,
            Ended = isOver ? TimeProvider.System.GetUtcNow() : null,
            Input = plan.Input,
            InputDigest = IsWhole(stands) ? state.Counters.Digest : null,
            From = first,
            To = last,
            OptionsDigest = OptionsDigest.Of(plan.Options, state.Detection.Rules, documents),
            Versions = new EngineVersions(EngineRun.ProductVersion, state.Detection.Rules, detection.Knowledge),
            Baseline = plan.Baseline.ToString().ToLowerInvariant(),
            Exact = isOver ? IsExact : null,
            Partial = isOver ? missing is not null : null,
            PartialReason = missing,
            Calls = state.Counters.Calls,
            Late = state.Counters.Late,
            Refused = state.Counters.Refused,
            Forgotten = detection.Forgotten,
            Verdicts = state.Counters.Verdicts,
            State = stands,
        };
    }

    /// <summary>A part of an input has a digest that no other run can have. What a live run read up to its end is all there was.</summary>
    private bool IsWhole(RunState stands) => stands == RunState.Finished || (plan.IsLive && stands == RunState.Interrupted);
}
