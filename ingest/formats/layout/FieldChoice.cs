namespace Engine.Ingest.Formats.Layout;

/// <summary>Which variable of a log format fills which field: several may tell the same, and one reads it best.</summary>
internal sealed class FieldChoice
{
    // A request line tells these all.
    private static readonly MappedField[] s_inRequestLine = [MappedField.Method, MappedField.Uri, MappedField.Query, MappedField.Protocol];

    private readonly Dictionary<MappedField, LogPiece> _chosen = [];

    public FieldChoice(IEnumerable<LogPiece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece.Variable?.Fills is { } field && (!_chosen.TryGetValue(field, out var known) || piece.Variable.Rank < known.Variable!.Rank))
                _chosen[field] = piece;
        }

        if (!_chosen.ContainsKey(MappedField.RequestLine))
            return;
        foreach (var field in s_inRequestLine.Where(field => _chosen.TryGetValue(field, out var piece) && piece.Variable!.Rank >= 0))
            _chosen.Remove(field);
    }

    public IReadOnlyCollection<MappedField> Fields => _chosen.Keys;

    public LogPiece? this[MappedField field] => _chosen.GetValueOrDefault(field);

    public bool Reads(LogPiece piece) => piece.Variable is { } variable
        && (variable.Fills is { } field ? ReferenceEquals(_chosen.GetValueOrDefault(field), piece) : variable.Read is not null);

    public ValueReader? ReaderOf(LogPiece piece)
    {
        if (!Reads(piece))
            return null;
        if (piece.Variable!.Read is { } own)
            return own;
        var field = piece.Variable.Fills!.Value;
        var reader = new FieldReader(piece.Variable.Units ?? new JsonUnits(TimeEncoding.Any, DurationUnit.Seconds));
        return (value, ref draft, memory) => reader.Take(field, value, ref draft, memory);
    }
}
