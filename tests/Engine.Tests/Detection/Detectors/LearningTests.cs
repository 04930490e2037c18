using System.Globalization;
using Engine.Detection.Detectors;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

/// <summary>What becomes normal, and what must not.</summary>
public sealed class LearningTests
{
    private const double Hour = 3600;

    [Fact]
    public void Nothing_learned_is_in_force_before_the_next_epoch()
    {
        var seen = new Detecting().See(Day()).See(Some.Call(atSeconds: 24 * Hour));
        var before = seen.Statistics.Knowledge;
        Assert.Equal(before, seen.See(Enumerable.Range(0, 100).Select(i => Some.Call(atSeconds: (24 * Hour) + i))).Statistics.Knowledge);
        Assert.NotEqual(before, seen.See(Enumerable.Range(0, 100).Select(i => Some.Call(atSeconds: (27 * Hour) + (i * 60)))).Statistics.Knowledge);
    }

    [Fact]
    public void Long_runs_that_everybody_makes_are_normal()
    {
        // Just below what is a walk anyway, so that everybody may teach it.
        var limit = new ObjectEnumeration.Options().SequentialIds;
        var newcomer = Walk(Some.User("new"), 30 * Hour, limit + 2);
        Assert.NotEmpty(new Detecting().See(newcomer).Of("API-ENUM-001"));
        Assert.Empty(new Detecting().See(Day(runs: limit - 1)).See(newcomer).Of("API-ENUM-001"));
    }

    [Fact]
    public void An_attacker_under_verdict_does_not_make_its_attack_normal()
    {
        // A walk of 400 ids every two hours for a day, beside users who never walk: still found on the next day, from a new account.
        var attack = Enumerable.Range(0, 12).SelectMany(i => Walk(Some.User("mallory" + (i % 4)), i * 2 * Hour, 400));
        var calls = Day().Concat(attack).OrderBy(call => call.Tick);
        var seen = new Detecting().See(calls).See(Walk(Some.User("fresh"), 30 * Hour, 400));
        Assert.Contains(seen.Verdicts, verdict => verdict.Actor.Key.Value == "fresh" && verdict.Action >= VerdictAction.Challenge);
    }

    [Fact]
    public void What_one_account_did_before_is_no_excuse_for_the_next()
    {
        // Ever longer walks, each just below what it would take: what one does does not raise what all may do.
        var limit = new ObjectEnumeration.Options().SequentialIds;
        var patient = Enumerable.Range(0, 12).SelectMany(i => Walk(Some.User("mallory" + i), i * 2 * Hour, limit << (i / 2)));
        var seen = new Detecting().See(Day().Concat(patient).OrderBy(call => call.Tick)).See(Walk(Some.User("fresh"), 30 * Hour, 4 * limit));
        Assert.Contains(seen.Verdicts, verdict => verdict.Actor.Key.Value == "fresh" && verdict.Action >= VerdictAction.Challenge);
    }

    /// <summary>Six users at work for a day; each asks for a run of ids in every two hours.</summary>
    private static IEnumerable<EnrichedEvent> Day(int runs = 3) =>
        from bucket in Enumerable.Range(0, 12)
        from user in Enumerable.Range(0, 6)
        from call in Walk(Some.User("user" + user), (bucket * 2 * Hour) + (user * 500), runs)
        select call;

    private static IEnumerable<EnrichedEvent> Walk(Actor by, double atSeconds, int ids) => Enumerable.Range(0, ids).Select(i => Some.Call(
        by, objectId: (((long)(by.Hash % 9999) * 1_000_000) + ((long)atSeconds * 10) + i).ToString(CultureInfo.InvariantCulture), atSeconds: atSeconds + i));
}
