using System.Globalization;

namespace Engine.App.Store;

/// <summary>A line of a printed timeline: a run of equal calls, or one other thing.</summary>
/// <param name="First">First row of the run.</param>
/// <param name="Last">Last row of the run.</param>
/// <param name="Count">Rows in it.</param>
internal sealed record TimelineLine(TimelineRow First, TimelineRow Last, int Count)
{
    /// <summary>Calls of one endpoint with one status, one after the other, become one line.</summary>
    public static IReadOnlyList<TimelineLine> Group(IReadOnlyList<TimelineRow> rows)
    {
        var lines = new List<TimelineLine>();
        foreach (var row in rows)
        {
            if (lines.Count > 0 && lines[^1] is var line && row.Kind == "call" && line.First.Kind == "call"
                && row.Endpoint == line.First.Endpoint && row.Status == line.First.Status)
                lines[^1] = line with { Last = row, Count = line.Count + 1 };
            else
                lines.Add(new TimelineLine(row, row, 1));
        }

        return lines;
    }

    /// <summary>
    /// At most <paramref name="most"/> lines: the beginning and, three times as long, the end, which holds the decision. Null stands
    /// for the lines between.
    /// </summary>
    public static IEnumerable<TimelineLine?> Shorten(IReadOnlyList<TimelineLine> lines, int most)
    {
        if (lines.Count <= most)
            return lines;
        var head = most / 4;
        return [.. lines.Take(head), null, .. lines.Skip(lines.Count - (most - head))];
    }

    /// <summary>What the line shows: the call itself, or the endpoint with the first and last of a run.</summary>
    public string What => Count == 1 ? First.Title : string.Create(CultureInfo.InvariantCulture, $"{First.Endpoint}  ({Path(First)} … {Path(Last)})");

    public string Detail => Count == 1 ? First.Detail
        : string.Create(CultureInfo.InvariantCulture, $"{Count} calls in {Moments.Span(Last.Time - First.Time)}");

    private static string Path(TimelineRow row) => row.Title[(row.Title.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
