using System.Globalization;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.App.Runs.Comparing;

/// <summary>
/// What two runs over the same traffic concluded differently. Verdicts are paired by id; one that only opened at another moment has another
/// id, so what is left is paired by actor and main category where the times touch.
/// </summary>
internal static class VerdictComparison
{
    /// <param name="before">Every revision of the earlier run.</param>
    /// <param name="now">Every revision of this run.</param>
    /// <returns>In the order of time.</returns>
    public static IReadOnlyList<VerdictChange> Of(IEnumerable<VerdictLine> before, IEnumerable<VerdictLine> now)
    {
        var earlier = Latest(before);
        var later = Latest(now);
        var changes = new List<VerdictChange>();
        foreach (var id in earlier.Keys.Intersect(later.Keys).ToList())
        {
            Compare(earlier[id], later[id], changes);
            earlier.Remove(id);
            later.Remove(id);
        }

        foreach (var verdict in later.Values.OrderBy(verdict => verdict.Time).ThenBy(verdict => verdict.Id))
        {
            if (earlier.Values.Where(candidate => IsSameAttack(candidate, verdict)).MinBy(candidate => (candidate.FirstEvent - verdict.FirstEvent).Duration()) is { } same)
            {
                earlier.Remove(same.Id);
                Compare(same, verdict, changes);
            }
            else
            {
                changes.Add(new VerdictChange(ChangeOfVerdict.New, null, verdict, Because(verdict)));
            }
        }

        changes.AddRange(earlier.Values.Select(verdict => new VerdictChange(ChangeOfVerdict.Gone, verdict, null, Because(verdict))));
        return [.. changes.OrderBy(change => change.Any.FirstEvent).ThenBy(change => change.Any.Id)];
    }

    private static Dictionary<EventId, VerdictLine> Latest(IEnumerable<VerdictLine> revisions) =>
        revisions.GroupBy(verdict => verdict.Id).ToDictionary(group => group.Key, group => group.MaxBy(verdict => verdict.Revision)!);

    private static bool IsSameAttack(VerdictLine one, VerdictLine other) =>
        one.Actor == other.Actor && one.Categories.Take(1).SequenceEqual(other.Categories.Take(1))
        && one.FirstEvent <= other.Expires && other.FirstEvent <= one.Expires;

    private static void Compare(VerdictLine before, VerdictLine now, List<VerdictChange> changes)
    {
        List<string> reasons = [.. Differences(before, now)];
        if (reasons.Count > 0)
            changes.Add(new VerdictChange(ChangeOfVerdict.Changed, before, now, reasons));
    }

    private static IEnumerable<string> Differences(VerdictLine before, VerdictLine now)
    {
        if (before.Action != now.Action)
            yield return $"{Word(before.Action)} → {Word(now.Action)}";
        if (before.Score != now.Score)
            yield return $"score {Number(before.Score)} → {Number(now.Score)}";
        if (before.Id != now.Id)
            yield return $"opened {Moment(before.FirstEvent)} → {Moment(now.FirstEvent)}";
        if (before.EventCount != now.EventCount)
            yield return $"{Number(before.EventCount)} → {Number(now.EventCount)} calls";
        foreach (var detector in before.Signals.Concat(now.Signals).Select(signal => signal.Detector).Distinct().Order(StringComparer.Ordinal))
        {
            if (Differences(detector, Of(before, detector), Of(now, detector)) is { } difference)
                yield return difference;
        }
    }

    private static string? Differences(string detector, SignalLine? before, SignalLine? now) => (before, now) switch
    {
        (null, { } added) => $"{Describe(added)} joined",
        ({ } gone, null) => $"{Describe(gone)} is gone",
        ({ } was, { } after) when was.Threshold != after.Threshold => $"{detector} limit {Number(was.Threshold)} → {Number(after.Threshold)}",
        ({ } was, { } after) when was.Expected != after.Expected => $"{detector} expected {Number(was.Expected)} → {Number(after.Expected)}",
        ({ } was, { } after) when was.Observed != after.Observed => $"{detector} observed {Number(was.Observed)} → {Number(after.Observed)}",
        ({ } was, { } after) when was.Strength != after.Strength => $"{detector} strength {Number(was.Strength)} → {Number(after.Strength)}",
        _ => null,
    };

    private static SignalLine? Of(VerdictLine verdict, string detector) => verdict.Signals.FirstOrDefault(signal => signal.Detector == detector);

    private static IReadOnlyList<string> Because(VerdictLine verdict) =>
        [$"{Word(verdict.Action)}, score {Number(verdict.Score)}", .. verdict.Signals.Select(Describe)];

    private static string Describe(SignalLine signal) => $"{signal.Detector} {Number(signal.Observed)} against a limit of {Number(signal.Threshold)}";

    private static string Word(VerdictAction action) => action.ToString().ToLowerInvariant();

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "?";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
