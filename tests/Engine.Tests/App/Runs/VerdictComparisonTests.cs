using Engine.App.Runs.Comparing;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.Tests.App.Runs;

public sealed class VerdictComparisonTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Equal_runs_have_no_difference() => Assert.Empty(VerdictComparison.Of([Line(1), Line(1, revision: 2)], [Line(1, revision: 2)]));

    [Fact]
    public void A_stronger_action_is_told_with_both_actions_scores_and_limits()
    {
        var change = Assert.Single(VerdictComparison.Of([Line(1, score: 62)], [Line(1, VerdictAction.Block, score: 88, threshold: 10)]));
        Assert.Equal(ChangeOfVerdict.Changed, change.Kind);
        Assert.Equal(["challenge → block", "score 62 → 88", "API-ENUM-001 limit 20 → 10"], change.Reasons);
    }

    [Fact]
    public void What_only_one_run_saw_is_new_or_gone_with_its_numbers()
    {
        var changes = VerdictComparison.Of([Line(1, user: "ada")], [Line(2, user: "eve")]);
        Assert.Equal([(ChangeOfVerdict.Gone, "ada"), (ChangeOfVerdict.New, "eve")], changes.Select(change => (change.Kind, change.Any.Actor.Value)).OrderBy(change => change.Value));
        Assert.All(changes, change => Assert.Equal(["challenge, score 70", "API-ENUM-001 25 against a limit of 20"], change.Reasons));
    }

    [Fact]
    public void The_same_attack_found_earlier_is_changed_and_not_gone_and_new()
    {
        var change = Assert.Single(VerdictComparison.Of([Line(1)], [Line(2, atSeconds: -30)]));
        Assert.Equal(ChangeOfVerdict.Changed, change.Kind);
        Assert.Equal(["opened 2026-03-02 12:00:00 → 2026-03-02 11:59:30"], change.Reasons);
    }

    [Fact]
    public void Another_attack_of_the_same_actor_a_day_later_is_another_one() => Assert.Equal(
        [ChangeOfVerdict.Gone, ChangeOfVerdict.New],
        VerdictComparison.Of([Line(1)], [Line(2, atSeconds: 86_400)]).Select(change => change.Kind));

    [Fact]
    public void A_detector_that_joined_or_left_is_named()
    {
        var two = Line(1) with { Signals = [.. Line(1).Signals, Line(1).Signals[0] with { Detector = "API-SCAN-001" }] };
        Assert.Equal(["API-SCAN-001 25 against a limit of 20 joined"], Assert.Single(VerdictComparison.Of([Line(1)], [two])).Reasons);
        Assert.Equal(["API-SCAN-001 25 against a limit of 20 is gone"], Assert.Single(VerdictComparison.Of([two], [Line(1)])).Reasons);
    }

    private static VerdictLine Line(
        int id, VerdictAction action = VerdictAction.Challenge, double score = 70, double threshold = 20, int revision = 1, string user = "ada", int atSeconds = 0)
    {
        var at = s_noon.AddSeconds(atSeconds);
        return new VerdictLine
        {
            Id = EventId.From((UInt128)id),
            Revision = revision,
            Time = at,
            Actor = new ActorKey(ActorKind.User, user),
            Categories = ["API1:2023"],
            Severity = Severity.High,
            Confidence = 0.9,
            Score = score,
            Action = action,
            Expires = at.AddHours(1),
            FirstEvent = at,
            LastEvent = at,
            EventCount = 25,
            Targets = VerdictTargets.None,
            Signals = [new SignalLine("API-ENUM-001", 0.9, "walked", 25, 10, threshold, at, at)],
            Explanation = "walked",
            Counterfactual = "would not fire below 20",
        };
    }
}
