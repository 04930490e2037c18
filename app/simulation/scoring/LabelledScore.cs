using Engine.App.Simulation.Labels;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.App.Simulation.Scoring;

/// <summary>
/// Compares verdicts with the truth. *Found*: a verdict of challenge or higher on the labelled actor (or naming it among the
/// targets), of the right category, inside the attack's interval. *Wrong*: the same action on a benign actor, or on an attacker
/// before the attack began.
/// </summary>
internal sealed class LabelledScore
{
    // Many logs know whole seconds only, so a verdict can seem a moment older than the call that led to it.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ActorLabel> _labels;
    private readonly LabelIndex _index;

    /// <param name="labels">The truth.</param>
    /// <param name="fingerprint">User agent → the fingerprint in an address actor's id; null: address actors are told by address alone.</param>
    public LabelledScore(IReadOnlyList<ActorLabel> labels, Func<string, string>? fingerprint = null) =>
        (_labels, _index) = (labels, new LabelIndex(labels, fingerprint));

    /// <inheritdoc cref="LabelledScore(IReadOnlyList{ActorLabel}, Func{string, string})"/>
    /// <param name="path">A label file.</param>
    /// <param name="fingerprint">As above.</param>
    /// <exception cref="UserError">The file is missing or not a label file.</exception>
    public static LabelledScore Read(string path, Func<string, string>? fingerprint = null) => new(LabelFile.Read(path), fingerprint);

    /// <param name="verdicts">Every verdict and revision, in the order in which they were given.</param>
    public ScoreResult Judge(IEnumerable<VerdictLine> verdicts)
    {
        var attacks = new OrderedDictionary<ActorLabel, AttackProgress>(ReferenceEqualityComparer.Instance);
        foreach (var label in _labels.Where(label => label.IsAttack))
            attacks.Add(label, new AttackProgress());
        var wrong = new OrderedDictionary<ActorLabel, VerdictLine>(ReferenceEqualityComparer.Instance);
        var unlabelled = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var verdict in verdicts)
        {
            var meant = _index.MeantBy(verdict);
            if (meant.Count == 0 && verdict.Action >= VerdictAction.Challenge)
                unlabelled.Add(verdict.Actor.ToString());
            var isDuringAttack = meant.Any(label => label.IsAttack && IsDuring(label, verdict));
            foreach (var label in meant)
            {
                if (label.IsAttack && IsDuring(label, verdict))
                    attacks[label].Consider(label, verdict);
                else if (label.IsAttack && verdict.Time > label.To)
                    attacks[label].CameLate |= verdict.Action >= VerdictAction.Challenge;
                else if (label.Label != LabelKind.Noise && verdict.Action >= VerdictAction.Challenge && !(label.IsAttack && isDuringAttack))
                    wrong.TryAdd(label, verdict);
            }
        }

        return new ScoreResult
        {
            Attacks = [.. attacks.Select(attack => attack.Value.Result(attack.Key))],
            Populations = [.. Populations(wrong.Keys.ToHashSet<ActorLabel>(ReferenceEqualityComparer.Instance))],
            Wrong = [.. wrong.Select(pair => new WrongVerdict(pair.Key, pair.Value))],
            Unlabelled = [.. unlabelled],
        };
    }

    private IEnumerable<PopulationResult> Populations(HashSet<ActorLabel> wrong) =>
        from label in _labels
        where label.Label == LabelKind.Benign || wrong.Contains(label)
        group label by label.Population into population
        orderby population.Key
        select new PopulationResult(population.Key, population.Count(), population.Count(wrong.Contains));

    private static bool IsDuring(ActorLabel label, VerdictLine verdict) =>
        verdict.Time >= label.From - Resolution && verdict.Time <= label.To + Resolution;
}
