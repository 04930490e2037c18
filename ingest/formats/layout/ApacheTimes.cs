using System.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>
/// The forms of <c>%{…}t</c>. A time may be put together from several with signs between them, as fractions of a second have a form of their
/// own: <c>%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}t%{%z}t</c>.
/// </summary>
internal static class ApacheTimes
{
    private const string Fraction = "FRACTION";

    /// <summary>Joins neighbouring times into one variable, where together they are a time that can be read; else the first stays alone.</summary>
    /// <param name="pieces">Pieces of the format, times not yet understood: their variable is null and their text begins with <c>%{</c>.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="length">Pieces that were joined.</param>
    public static LogVariable? Join(IReadOnlyList<ApachePiece> pieces, int start, out int length)
    {
        var pattern = new StringBuilder();
        LogVariable? best = null;
        length = 0;
        for (var i = start; i < pieces.Count && (pieces[i].Time is not null || pieces[i].IsTimeSign); i++)
        {
            pattern.Append(pieces[i].Time is { } time ? Pattern(time) : pieces[i].Text);
            if (pieces[i].Time is null || Variable(pattern.ToString()) is not { } found)
                continue;
            best = found;
            length = i - start + 1;
        }

        return best;
    }

    /// <summary>True: the time is the end of the call.</summary>
    public static bool IsEnd(string parameter) => parameter.StartsWith("end:", StringComparison.Ordinal);

    private static string Pattern(string parameter)
    {
        var pattern = parameter.StartsWith("begin:", StringComparison.Ordinal) ? parameter["begin:".Length..]
            : IsEnd(parameter) ? parameter["end:".Length..]
            : parameter;
        return pattern switch
        {
            "msec_frac" or "usec_frac" => Fraction,
            _ => pattern.Replace("%T", "%H:%M:%S", StringComparison.Ordinal).Replace("%F", "%Y-%m-%d", StringComparison.Ordinal),
        };
    }

    private static LogVariable? Variable(string pattern) => pattern switch
    {
        "sec" => LogVariables.UnixTime(TimeEncoding.UnixSeconds, 3),
        "sec." + Fraction => LogVariables.UnixTime(TimeEncoding.UnixSeconds, 0),
        "msec" => LogVariables.UnixTime(TimeEncoding.UnixMilliseconds, 1),
        "usec" => LogVariables.UnixTime(TimeEncoding.UnixMicroseconds, 0),
        "%d/%b/%Y:%H:%M:%S %z" => LogVariables.LogTime(4),
        "%Y-%m-%dT%H:%M:%S%z" or "%Y-%m-%dT%H:%M:%SZ" => LogVariables.IsoTime(2),
        "%Y-%m-%dT%H:%M:%S." + Fraction + "%z" or "%Y-%m-%dT%H:%M:%S." + Fraction + "Z" => LogVariables.IsoTime(0),
        _ => null,
    };
}
