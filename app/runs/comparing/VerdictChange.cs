using Engine.Sinks.Lines;

namespace Engine.App.Runs.Comparing;

/// <summary>One attack that two runs saw differently.</summary>
/// <param name="Kind">Which of the two saw it.</param>
/// <param name="Before">Latest revision in the earlier run; null where it is new.</param>
/// <param name="Now">Latest revision in this run; null where it is gone.</param>
/// <param name="Reasons">What differs, with both numbers; for a new or gone one, the numbers of the run that has it.</param>
internal sealed record VerdictChange(ChangeOfVerdict Kind, VerdictLine? Before, VerdictLine? Now, IReadOnlyList<string> Reasons)
{
    public VerdictLine Any => Now ?? Before!;
}
