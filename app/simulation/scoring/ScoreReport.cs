using System.Globalization;
using System.Text.Json;
using Engine.App.Simulation.Labels;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Engine.App.Simulation.Scoring;

/// <summary>A score for people (tables) and for scripts (JSON).</summary>
internal static class ScoreReport
{
    public static IRenderable Table(ScoreResult score)
    {
        var parts = new List<IRenderable> { AttackTable.Of(score.Attacks), Populations(score) };
        if (score.Wrong.Count > 0)
            parts.Add(Wrong(score));
        parts.Add(new Text(Summary(score)));
        return new Rows(parts);
    }

    /// <summary>One line with the counts.</summary>
    public static string Summary(ScoreResult score) => string.Create(
        CultureInfo.InvariantCulture,
        $"{score.Found} of {score.Attacks.Count} attacks found, {score.Wrong.Count} of {score.BenignActors:N0} benign actors wrong, "
        + $"{score.Unlabelled.Count} actors with a verdict but without a label");

    public static string Json(ScoreResult score) => JsonSerializer.Serialize(
        new
        {
            Found = score.Found,
            Attacks = score.Attacks.Select(attack => new
            {
                attack.Label.Attack,
                attack.Label.Actor,
                attack.IsFound,
                attack.Calls,
                Seconds = attack.Delay?.TotalSeconds,
                attack.Detectors,
                Action = attack.Verdict?.Action,
                attack.Missed,
            }),
            Wrong = score.Wrong.Select(wrong => new
            {
                wrong.Label.Actor,
                wrong.Label.Population,
                wrong.Verdict.Action,
                wrong.Verdict.Categories,
                wrong.Verdict.Time,
            }),
            score.Populations,
            score.Unlabelled,
        },
        LabelFile.Json);

    private static Table Populations(ScoreResult score)
    {
        var table = new Table().Title("benign actors").Border(TableBorder.Simple);
        table.AddColumns("population", "actors", "wrong");
        foreach (var population in score.Populations)
        {
            table.AddRow(
                new Text(population.Population),
                new Text(population.Actors.ToString("N0", CultureInfo.InvariantCulture)),
                population.Wrong == 0 ? new Text("0") : new Markup(string.Create(CultureInfo.InvariantCulture, $"[red]{population.Wrong}[/]")));
        }

        return table;
    }

    private static Table Wrong(ScoreResult score)
    {
        const int mostShown = 20;
        var table = new Table().Title("wrong verdicts").Border(TableBorder.Simple);
        table.AddColumns("actor", "population", "action", "explanation");
        foreach (var wrong in score.Wrong.Take(mostShown))
        {
            table.AddRow(
                new Text(wrong.Label.Actor.ToString()),
                new Text(wrong.Label.IsAttack ? $"{wrong.Label.Population}, before its attack" : wrong.Label.Population),
                new Text(JsonNamingPolicy.SnakeCaseLower.ConvertName(wrong.Verdict.Action.ToString())),
                new Text(wrong.Verdict.Explanation));
        }

        if (score.Wrong.Count > mostShown)
            table.Caption(string.Create(CultureInfo.InvariantCulture, $"and {score.Wrong.Count - mostShown} more"));
        return table;
    }
}
