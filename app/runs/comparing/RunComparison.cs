using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.Lines;

namespace Engine.App.Runs.Comparing;

/// <summary>What a run decided otherwise than an earlier one.</summary>
/// <param name="With">Id of the earlier run.</param>
/// <param name="Changes">In the order of time.</param>
/// <param name="Outside">Verdicts of the earlier run on other times than this run judged: they are not compared.</param>
internal sealed record RunComparison(string With, IReadOnlyList<VerdictChange> Changes, long Outside)
{
    public int Count(ChangeOfVerdict kind) => Changes.Count(change => change.Kind == kind);

    /// <param name="runs">Knows the verdicts of the earlier run.</param>
    /// <param name="earlier">The earlier run.</param>
    /// <param name="now">Every revision of this run.</param>
    /// <param name="times">Event times of the first and the last call that this run judged.</param>
    /// <param name="cancel">Cancels it.</param>
    public static async Task<RunComparison> OfAsync(
        RunReader runs, RunRecord earlier, IEnumerable<VerdictLine> now, (DateTimeOffset? First, DateTimeOffset? Last) times, CancellationToken cancel)
    {
        var latest = new Dictionary<EventId, VerdictLine>();
        await foreach (var line in runs.VerdictsAsync(earlier.Id, cancel))
        {
            if (!latest.TryGetValue(line.Id, out var known) || known.Revision < line.Revision)
                latest[line.Id] = line;
        }

        var inside = latest.Values.Where(verdict => verdict.FirstEvent <= times.Last && verdict.LastEvent >= times.First).ToList();
        return new RunComparison(earlier.Id, VerdictComparison.Of(inside, now), latest.Count - inside.Count);
    }
}
