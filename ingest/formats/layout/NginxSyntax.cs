using System.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Layout;

/// <summary>nginx's <c>log_format</c> (ngx_http_log_module): the whole directive, or its string alone.</summary>
internal static class NginxSyntax
{
    private const string Directive = "log_format";
    private const string Escape = "escape=";

    public static LogSyntax Read(string text)
    {
        text = text.Trim();
        if (!text.StartsWith(Directive, StringComparison.Ordinal) && !text.StartsWith(Escape, StringComparison.Ordinal))
            return Read(ConfigText.Unescape(text), EscapeMode.Hex);
        if (ConfigText.Words(text) is not { } words)
            return LogSyntax.Wrong("a quote of the directive does not end");
        // log_format name [escape=…] string …
        words = words[0] == Directive ? [.. words.Skip(2)] : words;
        var isNamed = words.Count > 0 && words[0].StartsWith(Escape, StringComparison.Ordinal);
        var mode = isNamed ? Mode(words[0][Escape.Length..]) : EscapeMode.Hex;
        var format = string.Concat(words.Skip(isNamed ? 1 : 0).Select(ConfigText.Unescape));
        return mode is null ? LogSyntax.Wrong($"'{words[0]}' is unknown; nginx has escape=default, escape=json and escape=none")
            : format.Length == 0 ? LogSyntax.Wrong("the directive has no string behind its name")
            : Read(format, mode.Value);
    }

    private static EscapeMode? Mode(string name) => name switch
    {
        "default" => EscapeMode.Hex,
        "json" => EscapeMode.Json,
        "none" => EscapeMode.None,
        _ => null,
    };

    private static LogSyntax Read(string format, EscapeMode escapes)
    {
        var pieces = new List<LogPiece>();
        var literal = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            if (format[i] != '$')
            {
                literal.Append(format[i++]);
                continue;
            }

            if (Name(format, i, out var length) is not { } name)
                return LogSyntax.Wrong($"the '$' at character {i + 1} of the format begins no variable");
            if (literal.Length > 0)
                pieces.Add(new LogPiece(literal.ToString()));
            literal.Clear();
            pieces.Add(new LogPiece($"${name}", NginxVariables.Find(name)));
            i += length;
        }

        if (literal.Length > 0)
            pieces.Add(new LogPiece(literal.ToString()));
        return new LogSyntax(JoinArguments(pieces), escapes, CallMoment.End);
    }

    // $name or ${name}.
    private static string? Name(string format, int dollar, out int length)
    {
        var start = dollar + 1;
        var isBraced = start < format.Length && format[start] == '{';
        start += isBraced ? 1 : 0;
        var end = start;
        while (end < format.Length && (char.IsAsciiLetterOrDigit(format[end]) || format[end] == '_'))
            end++;
        length = end - dollar + (isBraced ? 1 : 0);
        return end == start || (isBraced && (end == format.Length || format[end] != '}')) ? null : format[start..end].ToLowerInvariant();
    }

    // $uri$is_args$args is one target: $is_args is "?" or nothing.
    private static List<LogPiece> JoinArguments(List<LogPiece> pieces)
    {
        for (var i = 0; i + 2 < pieces.Count; i++)
        {
            if (pieces[i].Variable is { Fills: MappedField.Uri } uri && pieces[i + 1].Text == "$is_args" && pieces[i + 2].Variable?.Fills == MappedField.Query)
            {
                pieces[i] = new LogPiece(string.Concat(pieces.Skip(i).Take(3).Select(piece => piece.Text)), uri);
                pieces.RemoveRange(i + 1, 2);
            }
        }

        return pieces;
    }
}
