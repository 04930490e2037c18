using Engine.Schemas;

namespace Engine.Ingest.Formats.Layout;

/// <summary>What is made of the options of a <see cref="LogFormat"/>: a layout, or everything that is wrong with them.</summary>
internal sealed class LogFormatPlan
{
    private readonly List<string> _problems = [];

    /// <param name="options">Options of which either nginx or apache is given.</param>
    public LogFormatPlan(LogFormat.Options options)
    {
        var syntax = options.Nginx is not null ? NginxSyntax.Read(options.Nginx) : ApacheSyntax.Read(options.Apache!);
        var pieces = syntax.Pieces.Select(piece => Own(piece, options)).ToList();
        Chosen = new FieldChoice(pieces);
        AtMarks = syntax.AtMarks;
        if (syntax.Problem is not null)
        {
            _problems.Add(syntax.Problem);
            return;
        }

        CheckOwn(pieces, options);
        CheckNeeded();
        var compiler = new LayoutCompiler(syntax.Escapes, Chosen);
        Layout = compiler.Compile(pieces);
        _problems.AddRange(compiler.Problems);
    }

    public IReadOnlyList<string> Problems => _problems;
    public LineLayout? Layout { get; }
    public FieldChoice Chosen { get; }
    public CallMoment AtMarks { get; }

    // A variable that the operator names a field for fills that and nothing else.
    private static LogPiece Own(LogPiece piece, LogFormat.Options options)
    {
        if (piece.Variable is null)
            return piece;
        foreach (var (name, variable) in options.Fields)
        {
            if (variable == piece.Text && MappedJson.FieldNames.TryGetValue(name, out var field))
                return piece with { Variable = new LogVariable(piece.Variable.Kind, field, Rank: -1) };
        }

        return piece;
    }

    private void CheckOwn(List<LogPiece> pieces, LogFormat.Options options)
    {
        foreach (var (name, variable) in options.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (!MappedJson.FieldNames.TryGetValue(name, out var field))
                _problems.Add($"field '{name}' is unknown{Nearest.HintOrKnown(name, [.. MappedJson.FieldNames.Keys])}");
            else if (field is MappedField.RequestHeaders or MappedField.ResponseHeaders)
                _problems.Add($"field '{name}' holds many values: name the headers in the format instead ($http_origin, %{{Origin}}i)");
            else if (!pieces.Exists(piece => piece.Variable is not null && piece.Text == variable))
                _problems.Add($"field '{name}': the format has no variable {variable}; write it as it stands there");
        }
    }

    private void CheckNeeded()
    {
        if (Chosen[MappedField.Time] is null)
            _problems.Add("the format has no time: add $time_iso8601 or $msec (nginx), %t or %{usec}t (Apache)");
        if (Chosen[MappedField.RequestLine] is null && (Chosen[MappedField.Method] is null || Chosen[MappedField.Uri] is null))
            _problems.Add("the format has no request: add \"$request\" (nginx) or \"%r\" (Apache), or the method and the target");
    }
}
