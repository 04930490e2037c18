using Engine.App.Simulation.Labels;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.App.Simulation.Scoring;

/// <summary>What is known so far about one attack while the verdicts go by.</summary>
internal sealed class AttackProgress
{
    private VerdictLine? _found;
    private VerdictLine? _nearest;

    /// <summary>A verdict came when the attack was over.</summary>
    public bool CameLate { get; set; }

    public void Consider(ActorLabel label, VerdictLine verdict)
    {
        if (_found is not null)
            return;
        if (verdict.Action >= VerdictAction.Challenge && verdict.Categories.Any(label.Categories!.Contains))
            _found = verdict;
        else if (_nearest is null || verdict.Action > _nearest.Action)
            _nearest = verdict;
    }

    public AttackResult Result(ActorLabel label) => new()
    {
        Label = label,
        Verdict = _found,
        Missed = _found is not null ? null : Reason(),
    };

    private string Reason() => _nearest switch
    {
        null when CameLate => "only after the attack",
        null => "no verdict",
        { Action: VerdictAction.Observe } => "only observed",
        _ => $"other category: {string.Join(", ", _nearest.Categories)}",
    };
}
