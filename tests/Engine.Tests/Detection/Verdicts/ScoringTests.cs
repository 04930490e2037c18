using Engine.Detection;
using Engine.Detection.State;
using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Tests.Detection.Verdicts;

public sealed class ScoringTests
{
    private const string Walk = "API-ENUM-001", Bulk = "API-EXFIL-001", Probe = "API-SCAN-001";

    private static readonly ScoringOptions Limits = new();

    private readonly ActorState _ann = new(Some.User());
    private readonly Scoring _scoring = new(Limits, DetectorCatalog.All.ToDictionary(entry => entry.Info.Id, entry => entry.Info), "1.0", "rules");

    [Fact]
    public void One_fact_seen_by_two_detectors_counts_once()
    {
        var alone = Weigh(Some.Signal(Walk, 0.7))!.Score;
        Weigh(Some.Signal(Bulk, 0.7, atSeconds: 1));
        Assert.Equal(70, alone, 0.1);
        Assert.Equal(0.7, _ann.Score!.StrengthAt(Some.At(1), Limits.HalfLife, "object-access"), 0.01);
    }

    [Fact]
    public void Two_facts_together_are_worth_more_than_each()
    {
        Weigh(Some.Signal(Walk, 0.7));
        Assert.Equal(91, Weigh(Some.Signal(Probe, 0.7))!.Score, 0.1);
    }

    [Fact]
    public void Evidence_counts_half_after_its_half_life()
    {
        Weigh(Some.Signal(Walk, 0.8));
        var later = Some.Start + Limits.HalfLife;
        Assert.Equal(0.4, _ann.Score!.StrengthAt(later, Limits.HalfLife, "object-access"), 0.001);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, VerdictAction.Observe)]
    [InlineData(2, VerdictAction.Challenge)]
    [InlineData(3, VerdictAction.Throttle)]
    [InlineData(4, VerdictAction.Block)]
    public void Each_action_begins_exactly_at_its_score(int level, VerdictAction? action)
    {
        var score = level switch { 0 => Limits.Observe - 0.01, 1 => Limits.Observe, 2 => Limits.Challenge, 3 => Limits.Throttle, _ => Limits.Block };
        Assert.Equal(action, Limits.ActionFor(score));
    }

    [Fact]
    public void The_same_again_is_no_news()
    {
        Assert.NotNull(Weigh(Some.Signal(strength: 0.7)));
        Assert.Null(Weigh(Some.Signal(strength: 0.7, atSeconds: 60)));
        Assert.Null(Weigh(Some.Signal(strength: 0.72, atSeconds: 120)) is { Action: VerdictAction.Throttle } same ? same : null);
    }

    [Fact]
    public void More_of_it_is_a_revision_of_the_same_verdict()
    {
        var first = Weigh(Some.Signal(strength: 0.62))!;
        var second = Weigh(Some.Signal(strength: 0.9, atSeconds: 60))!;
        Assert.Equal((first.Id, 1, 2), (second.Id, first.Revision, second.Revision));
        Assert.True(second.Score > first.Score && second.Action > first.Action);
    }

    [Fact]
    public void A_verdict_never_weakens_while_it_holds()
    {
        Weigh(Some.Signal(strength: 0.9));
        var last = (Score: 0.0, Action: VerdictAction.Observe);
        for (var minute = 1; minute < 600; minute += 7)
        {
            if (Weigh(Some.Signal(strength: 0.65, atSeconds: minute * 60)) is not { } verdict)
                continue;
            Assert.True(verdict.Revision == 1 || (verdict.Score >= last.Score && verdict.Action >= last.Action));
            last = (verdict.Score, verdict.Action);
        }
    }

    [Fact]
    public void Expires_after_its_time_to_live_and_comes_back_for_twice_as_long()
    {
        var first = Weigh(Some.Signal())!;
        Assert.Equal(Limits.TimeToLive, first.Expires - first.LastEvent);
        var again = Weigh(Some.Signal(atSeconds: Limits.TimeToLive.TotalSeconds))!;
        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal((1, 2 * Limits.TimeToLive), (again.Revision, again.Expires - again.LastEvent));
    }

    [Fact]
    public void No_verdict_holds_longer_than_the_longest()
    {
        var at = 0.0;
        for (var i = 0; i < 30; i++)
        {
            var verdict = Weigh(Some.Signal(atSeconds: at))!;
            Assert.InRange(verdict.Expires - verdict.LastEvent, Limits.TimeToLive, Limits.LongestTimeToLive);
            at = (verdict.Expires - Some.Start).TotalSeconds;
        }
    }

    [Fact]
    public void The_id_depends_on_what_happened_only()
    {
        var id = Weigh(Some.Signal())!.Id;
        var other = Some.Signal() with { Reason = "else", Events = [], EventCount = 5, Strength = 0.9 };
        Assert.Equal(id, _scoring.Weigh(new ActorState(Some.User()), other, Some.At(999), "77")!.Id);
        Assert.NotEqual(id, _scoring.Weigh(new ActorState(Some.User("bob")), Some.Signal(by: Some.User("bob")), Some.At(0), "0")!.Id);
        Assert.NotEqual(id, _scoring.Weigh(new ActorState(Some.User()), Some.Signal(atSeconds: 1), Some.At(0), "0")!.Id);
    }

    [Fact]
    public void Says_why_and_what_would_have_had_to_be_different_in_numbers()
    {
        var verdict = Weigh(Some.Signal(threshold: 20))!;
        Assert.Contains("61 ids", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains("20 ids in sequence", verdict.Counterfactual, StringComparison.Ordinal);
        Assert.Equal(new EngineVersions("1.0", "rules", "knowledge 7"), verdict.Versions);
    }

    [Fact]
    public void The_main_category_comes_first_and_all_contributors_are_named()
    {
        Weigh(Some.Signal(Probe, 0.7));
        var verdict = Weigh(Some.Signal(Walk, 0.7, atSeconds: 5))!;
        Assert.Equal("API1:2023", verdict.Categories[0]);
        Assert.Equal([Walk, Probe], verdict.Signals.Select(signal => signal.Detector));
        Assert.Equal(verdict.Categories.Distinct(), verdict.Categories);
        Assert.Equal((Some.At(-60), Some.At(5)), (verdict.FirstEvent, verdict.LastEvent));
    }

    [Fact]
    public void Time_is_logical_time_even_for_late_evidence()
    {
        var verdict = _scoring.Weigh(_ann, Some.Signal(atSeconds: 10), Some.At(100), "0")!;
        Assert.Equal((Some.At(100), Some.At(10)), (verdict.Time, verdict.LastEvent));
    }

    [Fact]
    public void Limits_out_of_order_are_refused() => Assert.NotEmpty(
        new ScoringOptions { Observe = 70, Challenge = 60 }.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(Limits)));

    private Verdict? Weigh(Signal signal) => _scoring.Weigh(_ann, signal, signal.To, "knowledge 7");
}
