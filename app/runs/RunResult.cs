using Engine.Detection;
using Engine.Enrichment;

namespace Engine.App.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Counters">What was read and concluded.</param>
/// <param name="Ledger">Its verdicts.</param>
/// <param name="Refusals">What it refused.</param>
/// <param name="WhereRefused">How a person gets at everything that was refused.</param>
/// <param name="Detection">State at the end.</param>
/// <param name="Enrichment">State at the end.</param>
/// <param name="Took">Wall time.</param>
/// <param name="Processor">CPU time of this process, both in user and kernel mode.</param>
/// <param name="EndedEarly">Input files that could not be read to their end.</param>
internal sealed record RunResult(
    RunCounters Counters, VerdictLedger Ledger, RefusalSamples Refusals, string WhereRefused, DetectionStatistics Detection, EnricherStatistics Enrichment,
    TimeSpan Took, TimeSpan Processor, long EndedEarly)
{
    /// <summary>How its inputs, checkpoints and outputs stood.</summary>
    public RunHealth Health { get; init; } = new();

    /// <summary>Nothing was forgotten under memory pressure: another budget would give the same verdicts.</summary>
    public bool IsExact => Detection.IsExact && Enrichment.ForgottenCredentials == 0;
}
