using Engine.Detection;

namespace Engine.App.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Run">Its id.</param>
/// <param name="IsRecorded">The store has it.</param>
/// <param name="Counters">What was read and concluded.</param>
/// <param name="Ledger">Its verdicts.</param>
/// <param name="Refusals">What it refused.</param>
/// <param name="WhereRefused">How a person gets at everything that was refused.</param>
/// <param name="Detection">State at the end.</param>
/// <param name="IsExact">Nothing was forgotten under memory pressure: another budget would give the same verdicts.</param>
/// <param name="Took">Wall time.</param>
/// <param name="Processor">CPU time of this process, both in user and kernel mode.</param>
/// <param name="EndedEarly">Input files that could not be read to their end.</param>
/// <param name="Missing">What the input lacks of what once was there; null: nothing.</param>
internal sealed record RunResult(
    string Run, bool IsRecorded, RunCounters Counters, VerdictLedger Ledger, RefusalSamples Refusals, string WhereRefused, DetectionStatistics Detection, bool IsExact,
    TimeSpan Took, TimeSpan Processor, long EndedEarly, string? Missing)
{
    /// <summary>How its inputs, checkpoints and outputs stood.</summary>
    public RunHealth Health { get; init; } = new();
}
