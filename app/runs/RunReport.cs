using System.Globalization;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Schemas;
using Spectre.Console;

namespace Engine.App.Runs;

/// <summary>Says how a run ended: verdicts as a table on standard output, the summary on standard error.</summary>
internal static class RunReport
{
    /// <summary>Rows of the table; the rest is counted.</summary>
    private const int MostRows = 25;

    public static void Verdicts(Screen screen, RunResult result)
    {
        var latest = result.Ledger.Latest;
        if (latest.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("verdict", "first seen (UTC)", "action", "score", "actor", "why");
        foreach (var verdict in latest.Take(MostRows))
        {
            table.AddRow(
                verdict.Id.ToString()[..8], verdict.FirstEvent.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Colours.Action(verdict.Action.ToString().ToLowerInvariant()),
                verdict.Score.ToString("0", CultureInfo.InvariantCulture), Printable.InMarkup(Name(verdict.Actor)), Printable.InMarkup(verdict.Explanation));
        }

        screen.Data.Write(table);
        if (latest.Count > MostRows)
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"and {latest.Count - MostRows:N0} more verdicts: {(result.IsRecorded ? $"engine verdicts --run {result.Run}" : "--verdicts FILE keeps them all")}"));
    }

    public static void Summary(Screen screen, RunResult result)
    {
        var counters = result.Counters;
        var latest = result.Ledger.Latest;
        screen.Say(string.Create(CultureInfo.InvariantCulture,
            $"{counters.Calls:N0} calls by {result.Detection.Actors:N0} actors in {result.Took.TotalSeconds:N1} s ({Rate(counters.Calls, result.Processor):N0} calls per CPU second); "
            + $"{counters.Sessions:N0} sessions, {counters.Signals:N0} signals, {latest.Count:N0} verdicts ({latest.Count(verdict => verdict.Action >= VerdictAction.Challenge):N0} of challenge or more)"));
        screen.Say(string.Create(CultureInfo.InvariantCulture,
            $"exact: {Word(result.IsExact)}, partial: {Word(result.Missing is not null)}, late: {counters.Late:N0}, refused: {counters.Refused:N0}, "
            + $"unwrapped: {counters.Unwrapped:N0}, skipped: {counters.Skipped:N0}, forgotten: {result.Detection.Forgotten:N0}"));
        if (result.Missing is { } missing)
            screen.Say($"partial: {missing}");
        if (counters.Records == 0)
            screen.Say("nothing was read: the input holds no records");
        foreach (var refusal in result.Refusals.Lines)
            screen.Say($"refused: {refusal}");
        if (counters.Refused > 0)
            screen.Say(result.WhereRefused);
        foreach (var line in result.Health.Lines)
            screen.Say(line);
        screen.Say($"run: {result.Run}{(result.IsRecorded ? "" : " (kept nowhere)")}");
    }

    /// <summary>The same for a script.</summary>
    public static object Document(RunResult result)
    {
        var latest = result.Ledger.Latest;
        return new
        {
            result.Run,
            result.Counters.Records,
            result.Counters.Calls,
            result.Counters.Refused,
            result.Counters.Late,
            result.Counters.Unwrapped,
            result.Counters.Skipped,
            result.Counters.Sessions,
            result.Counters.Signals,
            verdicts = latest.Count,
            challenged = latest.Count(verdict => verdict.Action >= VerdictAction.Challenge),
            result.Detection.Actors,
            result.Detection.Forgotten,
            exact = result.IsExact,
            partial = result.Missing is not null,
            partialReason = result.Missing,
            seconds = Math.Round(result.Took.TotalSeconds, 3),
            cpuSeconds = Math.Round(result.Processor.TotalSeconds, 3),
        };
    }

    private static double Rate(long calls, TimeSpan processor) => calls / Math.Max(0.001, processor.TotalSeconds);

    private static string Word(bool value) => value ? "true" : "false";

    internal static string Name(ActorKey actor) => $"{actor.Kind.ToString().ToLowerInvariant()} {actor.Value}";
}
