using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Engine.App.Simulation.Scoring;

/// <summary>Attacks for people: a line for each actor, but one for all that were found of an attack by a crowd.</summary>
internal static class AttackTable
{
    /// <summary>Actors of one attack from which they are a crowd.</summary>
    private const int Crowd = 9;

    public static Table Of(IReadOnlyList<AttackResult> attacks)
    {
        var table = new Table().Title("attacks").Border(TableBorder.Simple);
        table.AddColumns("attack", "actor", "found", "calls", "after", "action", "detectors");
        foreach (var attack in attacks.GroupBy(attack => attack.Label.Attack!))
        {
            var found = attack.Where(actor => actor.IsFound).ToList();
            var isCrowd = found.Count >= Crowd;
            if (isCrowd)
                Add(table, attack.Key, $"{found.Count} of {attack.Count()} actors", found);
            foreach (var actor in attack.Where(actor => !isCrowd || !actor.IsFound))
                Add(table, attack.Key, actor.Label.Actor.ToString(), [actor]);
        }

        return table;
    }

    private static void Add(Table table, string attack, string who, List<AttackResult> actors) => table.AddRow(
        new Text(attack),
        new Text(who),
        actors[0].IsFound ? new Markup("[green]yes[/]") : new Markup($"[red]no[/]: {Markup.Escape(actors[0].Missed!)}"),
        new Text(actors[0].Calls is null ? "" : $"{Range(actors.Select(actor => (double)actor.Calls!))} of {Range(actors.Select(actor => (double)actor.Label.Calls))}"),
        new Text(actors[0].Delay is null ? "" : $"{Range(actors.Select(actor => actor.Delay!.Value.TotalSeconds))} s"),
        new Text(string.Join(", ", actors.Where(actor => actor.Verdict is not null)
            .Select(actor => JsonNamingPolicy.SnakeCaseLower.ConvertName(actor.Verdict!.Action.ToString())).Distinct())),
        new Text(string.Join(", ", actors.SelectMany(actor => actor.Detectors ?? []).Distinct())));

    private static string Range(IEnumerable<double> numbers)
    {
        var (least, most) = (Rounded(numbers.Min()), Rounded(numbers.Max()));
        return least == most ? least : $"{least} to {most}";
    }

    private static string Rounded(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
