using System.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>Makes a <see cref="LineLayout"/> of the pieces of a log format, or says where it is ambiguous.</summary>
internal sealed class LayoutCompiler(EscapeMode escapes, FieldChoice chosen)
{
    private readonly List<string> _problems = [];

    /// <summary>Everything that is wrong with the format.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Null where there are problems.</summary>
    public LineLayout? Compile(IReadOnlyList<LogPiece> pieces)
    {
        var variables = pieces.Where(piece => piece.Variable is not null).ToList();
        var behind = Literals(pieces, out var begin);
        if (_problems.Count > 0)
            return null;
        var runs = new List<LayoutRun>();
        for (var first = 0; first < variables.Count; first += runs[^1].Fields.Length)
            runs.Add(Run(variables, behind, first));
        return _problems.Count == 0 ? new LineLayout(Encoding.UTF8.GetBytes(begin), [.. runs]) : null;
    }

    // The literal behind each variable.
    private List<byte[]> Literals(IReadOnlyList<LogPiece> pieces, out string begin)
    {
        begin = pieces.Count > 0 && pieces[0].Variable is null ? pieces[0].Text : "";
        var behind = new List<byte[]>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Variable is null)
                continue;
            var next = i + 1 < pieces.Count ? pieces[i + 1] : null;
            behind.Add(next is { Variable: null } ? Encoding.UTF8.GetBytes(next.Text) : []);
            if (next?.Variable is not null && !MayStandBefore(pieces[i].Variable!, next.Variable))
                _problems.Add(
                    $"{pieces[i].Text} and {next.Text} stand without anything between them, at character {Place(pieces, i)}: "
                    + "where the first ends cannot be told; put a space or a quote there");
        }

        return behind;
    }

    private static bool MayStandBefore(LogVariable first, LogVariable second) =>
        second.BeginsWithSlash && first.Kind is ValueKind.Word or ValueKind.Number or ValueKind.Address;

    private static int Place(IReadOnlyList<LogPiece> pieces, int upTo) => pieces.Take(upTo + 1).Sum(piece => piece.Text.Length) + 1;

    private LayoutRun Run(List<LogPiece> variables, List<byte[]> behind, int first)
    {
        var last = first;
        while (last < variables.Count - 1 && !End(variables, behind[last], first, last))
            last++;
        var fromRight = last;
        while (fromRight > first && Kind(variables[fromRight]).BeginsAfter(behind[fromRight - 1], escapes))
            fromRight--;
        CheckMiddle(variables, behind, first, fromRight);
        return new LayoutRun(
            [.. variables[first..(last + 1)].Select(Field)], [.. behind[first..last]], behind[last], fromRight - first, escapes)
        {
            EndsLine = last == variables.Count - 1 && !End(variables, behind[last], first, last),
        };
    }

    // True: the run's values are over where the literal first comes.
    private bool End(List<LogPiece> variables, byte[] literal, int first, int last) => first == last
        ? Kind(variables[first]).EndsAlone(literal, escapes)
        : !variables[first..(last + 1)].Exists(variable => Kind(variable).CanHoldAll(literal, escapes));

    // From the left only the first value of a run is sure, and from the right those behind fromRight. In between every text would have to be
    // free of the literal: with a rare sign all but forged lines are read, with a space none.
    private void CheckMiddle(List<LogPiece> variables, List<byte[]> behind, int first, int fromRight)
    {
        var sure = first;
        while (sure < fromRight && !Kind(variables[sure]).CanHoldAll(behind[sure], escapes))
            sure++;
        for (var i = sure + 1; i < fromRight; i++)
        {
            if (behind[sure] is [(byte)' '] && chosen.Reads(variables[i]) && Kind(variables[i]) != ValueKind.Text)
                _problems.Add(
                    $"{variables[i].Text} stands between {variables[sure].Text} and {variables[fromRight].Text}, which both hold spaces: put those into quotes");
        }
    }

    private LayoutField Field(LogPiece piece) =>
        new(piece.Text, Kind(piece), chosen.ReaderOf(piece), chosen.Reads(piece) && piece.Variable!.Fills == MappedField.Time);

    private static ValueKind Kind(LogPiece variable) => variable.Variable!.Kind;
}
