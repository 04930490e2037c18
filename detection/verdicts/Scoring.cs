using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection.Verdicts;

/// <summary>Signals → verdicts. Pure: depends on the actor's evidence and the signal only.</summary>
internal sealed class Scoring(ScoringOptions options, IReadOnlyDictionary<string, DetectorInfo> detectors, string engineVersion, string rules)
{
    /// <summary>Points by which a score must rise for an unchanged action to be worth a new revision.</summary>
    private const double MaterialRise = 10;

    /// <param name="actor">The actor.</param>
    /// <param name="signal">New evidence.</param>
    /// <param name="tick">Logical time of the deciding call: never behind the watermark, so verdicts can be written in order.</param>
    /// <param name="knowledge">Version of the baselines that the evidence was measured against.</param>
    /// <returns>A new or changed verdict; null where the signal changes nothing that matters.</returns>
    public Verdict? Weigh(ActorState actor, Signal signal, DateTimeOffset tick, string knowledge)
    {
        var info = detectors[signal.Detector];
        var score = actor.Score ??= new ActorScore();
        score.Add(signal, info.EvidenceGroup, options.HalfLife);
        var points = Math.Round(100 * score.StrengthAt(signal.To, options.HalfLife, info.EvidenceGroup), 2);
        if (options.ActionFor(points) is not { } action)
            return null;

        var open = score.Of(info.Categories[0]);
        var isNew = open is null || open.Expires <= signal.To;
        if (!isNew && !IsMaterial(open!, points, action, signal.To))
            return null;
        var repetition = open is null ? 0 : isNew ? open.Repetition + 1 : open.Repetition;
        var verdict = Decide(actor, signal, info, isNew ? null : open, points, action, repetition, knowledge) with { Time = tick };
        score.Keep(OpenVerdict.Of(verdict, repetition));
        return verdict;
    }

    private bool IsMaterial(OpenVerdict latest, double points, VerdictAction action, DateTimeOffset at) =>
        action > latest.Action || points >= latest.Score + MaterialRise || latest.Expires - at < options.TimeToLive / 2;

    private Verdict Decide(
        ActorState actor, Signal signal, DetectorInfo info, OpenVerdict? earlier, double points, VerdictAction action, int repetition, string knowledge)
    {
        var signals = actor.Score!.SignalsAt(signal.To, options.HalfLife);
        var lives = TimeSpan.FromTicks(Math.Min(
            options.LongestTimeToLive.Ticks, options.TimeToLive.Ticks * (1L << Math.Min(repetition, 10))));
        return new Verdict
        {
            Id = earlier?.Id ?? IdOf(signal, info),
            Revision = (earlier?.Revision ?? 0) + 1,
            Time = signal.To,
            Actor = actor.Actor,
            Targets = actor.Targets.Of(actor.Actor),
            Categories = Categories(signals, info),
            Severity = signals.Max(contributing => detectors[contributing.Detector].Severity),
            Confidence = Math.Round(signals.Max(contributing => contributing.Strength), 4),
            // A verdict never weakens while it holds: it expires. So it cannot flap.
            Score = Math.Max(points, earlier?.Score ?? 0),
            Action = earlier is not null && earlier.Action > action ? earlier.Action : action,
            FirstEvent = Earlier(earlier?.FirstEvent, signals.Min(contributing => contributing.From)),
            LastEvent = Later(earlier?.LastEvent, signal.To),
            EventCount = Math.Max(earlier?.EventCount ?? 0, signals.Max(contributing => contributing.EventCount)),
            Expires = Later(earlier?.Expires, signal.To + lives),
            Signals = signals,
            Explanation = Explain(signals),
            Counterfactual = Counterfactual(signals),
            Versions = new EngineVersions(engineVersion, rules, knowledge),
        };
    }

    private static EventId IdOf(Signal signal, DetectorInfo info) => EventId.From(StableHash.Of128(
        signal.Actor.Key.ToString(), info.Categories[0], signal.Detector,
        signal.To.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private List<string> Categories(IReadOnlyList<Signal> signals, DetectorInfo main)
    {
        List<string> categories = [.. main.Categories];
        foreach (var signal in signals)
        {
            foreach (var category in detectors[signal.Detector].Categories)
            {
                if (!categories.Contains(category))
                    categories.Add(category);
            }
        }

        return categories;
    }

    private string Explain(IReadOnlyList<Signal> signals) =>
        string.Join(" ", signals.Select(signal => $"{detectors[signal.Detector].Title}: {signal.Reason}."));

    private static string Counterfactual(IReadOnlyList<Signal> signals) => string.Join("; ", signals.Select(signal =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{signal.Detector} would not fire below {signal.Threshold:0.##} {signal.Unit}")));

    private static DateTimeOffset Earlier(DateTimeOffset? first, DateTimeOffset second) => first < second ? first.Value : second;
    private static DateTimeOffset Later(DateTimeOffset? first, DateTimeOffset second) => first > second ? first.Value : second;
}
