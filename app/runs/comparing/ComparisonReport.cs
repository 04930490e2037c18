using System.Globalization;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Sinks.Lines;
using Spectre.Console;

namespace Engine.App.Runs.Comparing;

/// <summary>Shows what two runs decided differently: a table for people, a document for scripts.</summary>
internal static class ComparisonReport
{
    /// <summary>Rows of the table; the rest is counted.</summary>
    private const int MostRows = 50;

    public static void Print(Screen screen, RunComparison comparison)
    {
        if (comparison.Changes.Count > 0)
            screen.Data.Write(Table(comparison));
        if (comparison.Changes.Count > MostRows)
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"and {comparison.Changes.Count - MostRows:N0} more: --json has all"));
        screen.Say(string.Create(CultureInfo.InvariantCulture,
            $"against run {comparison.With}: {comparison.Count(ChangeOfVerdict.New):N0} new, {comparison.Count(ChangeOfVerdict.Gone):N0} gone, {comparison.Count(ChangeOfVerdict.Changed):N0} changed"));
        if (comparison.Outside > 0)
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"{comparison.Outside:N0} of its verdicts lie outside the time that was replayed: they are not compared"));
    }

    public static object Document(RunComparison comparison) => new
    {
        comparedWith = comparison.With,
        @new = comparison.Count(ChangeOfVerdict.New),
        gone = comparison.Count(ChangeOfVerdict.Gone),
        changed = comparison.Count(ChangeOfVerdict.Changed),
        outside = comparison.Outside,
        changes = comparison.Changes.Select(change => new
        {
            change = change.Kind,
            id = change.Any.Id.ToString(),
            actor = new { kind = change.Any.Actor.Kind, id = change.Any.Actor.Value },
            categories = change.Any.Categories,
            firstEvent = change.Any.FirstEvent.UtcDateTime,
            before = Side(change.Before),
            now = Side(change.Now),
            reasons = change.Reasons,
        }),
    };

    private static Table Table(RunComparison comparison)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("change", "verdict", "first seen (UTC)", "actor", "category", "before", "now", "what differs");
        foreach (var change in comparison.Changes.OrderBy(change => change.Kind).Take(MostRows))
        {
            table.AddRow(
                change.Kind.ToString().ToLowerInvariant(), change.Any.Id.ToString()[..8],
                change.Any.FirstEvent.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Printable.InMarkup(RunReport.Name(change.Any.Actor)),
                Printable.InMarkup(change.Any.Categories.Count > 0 ? change.Any.Categories[0] : ""), Action(change.Before), Action(change.Now),
                Printable.InMarkup(string.Join("; ", change.Reasons)));
        }

        return table;
    }

    private static string Action(VerdictLine? verdict) => verdict is null ? "–" : Colours.Action(verdict.Action.ToString().ToLowerInvariant());

    private static object? Side(VerdictLine? verdict) => verdict is null ? null : new
    {
        id = verdict.Id.ToString(),
        verdict.Revision,
        action = verdict.Action,
        verdict.Score,
        verdict.EventCount,
    };
}
