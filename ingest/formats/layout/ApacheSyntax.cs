using System.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Layout;

/// <summary>Apache's <c>LogFormat</c> and <c>CustomLog</c> (mod_log_config): the whole directive, or its string alone.</summary>
internal static class ApacheSyntax
{
    public static LogSyntax Read(string text)
    {
        text = text.Trim();
        var isCustom = text.StartsWith("CustomLog", StringComparison.OrdinalIgnoreCase);
        if (!isCustom && !text.StartsWith("LogFormat", StringComparison.OrdinalIgnoreCase))
            return Read(Pieces(ConfigText.Unescape(text)));
        // LogFormat "…" name, CustomLog file "…".
        var words = ConfigText.Words(text);
        var place = isCustom ? 2 : 1;
        return words is null || words.Count <= place
            ? LogSyntax.Wrong("the directive has no string, or a quote of it does not end")
            : Read(Pieces(ConfigText.Unescape(words[place])));
    }

    private static LogSyntax Read(List<ApachePiece> pieces)
    {
        var joined = new List<LogPiece>();
        var marks = CallMoment.Start;
        for (var i = 0; i < pieces.Count;)
        {
            if (pieces[i].Time is not { } form)
            {
                joined.Add(new LogPiece(pieces[i].Text, pieces[i].Variable));
                i++;
                continue;
            }

            if (ApacheTimes.Join(pieces, i, out var length) is not { } time)
                return LogSyntax.Wrong(
                    $"{pieces[i].Text} is no time that can be read; use %t, %{{sec}}t, %{{msec}}t, %{{usec}}t or %{{%Y-%m-%dT%H:%M:%S}}t.%{{usec_frac}}t%{{%z}}t");
            marks = ApacheTimes.IsEnd(form) ? CallMoment.End : marks;
            joined.Add(new LogPiece(string.Concat(pieces.Skip(i).Take(length).Select(piece => piece.Text)), time));
            i += length;
        }

        return new LogSyntax(JoinQuery(joined), EscapeMode.Backslash, marks);
    }

    private static List<ApachePiece> Pieces(string format)
    {
        var pieces = new List<ApachePiece>();
        var literal = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                literal.Append(format[i++]);
                continue;
            }

            if (format[i + 1] == '%')
            {
                literal.Append('%');
                i += 2;
                continue;
            }

            AddDirective(format, ref i, literal, pieces);
        }

        AddLiteral(literal, pieces);
        return pieces;
    }

    // %[!200,304][<>][{parameter}][^]letter
    private static void AddDirective(string format, ref int i, StringBuilder literal, List<ApachePiece> pieces)
    {
        var start = i++;
        while (i < format.Length && (char.IsAsciiDigit(format[i]) || format[i] is '!' or ',' or '<' or '>'))
            i++;
        string? parameter = null;
        if (i < format.Length && format[i] == '{' && format.IndexOf('}', i) is var close and > 0)
        {
            parameter = format[(i + 1)..close];
            i = close + 1;
        }

        var letters = i < format.Length && format[i] == '^' ? 3 : 1;
        var end = Math.Min(format.Length, i + letters);
        var letter = format[i..end];
        i = end;
        if (letter == "t" && parameter is null)
        {
            literal.Append('[');
            AddLiteral(literal, pieces);
            pieces.Add(new ApachePiece("%t", LogVariables.LogTime(4)));
            literal.Append(']');
            return;
        }

        AddLiteral(literal, pieces);
        pieces.Add(letter == "t"
            ? new ApachePiece(format[start..end], Time: parameter)
            : new ApachePiece(format[start..end], ApacheVariables.Find(letter, parameter)));
    }

    private static void AddLiteral(StringBuilder literal, List<ApachePiece> pieces)
    {
        if (literal.Length > 0)
            pieces.Add(new ApachePiece(literal.ToString()));
        literal.Clear();
    }

    // %U%q is one target: %q begins with "?", or is empty.
    private static List<LogPiece> JoinQuery(List<LogPiece> pieces)
    {
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            if (pieces[i].Variable?.Fills == MappedField.Uri && pieces[i + 1].Variable?.Fills == MappedField.Query)
            {
                pieces[i] = pieces[i] with { Text = pieces[i].Text + pieces[i + 1].Text };
                pieces.RemoveAt(i + 1);
            }
        }

        return pieces;
    }
}
