namespace Engine.Ingest.Formats.Layout;

/// <summary>A variable of a log format.</summary>
/// <param name="Kind">What its values are made of.</param>
/// <param name="Fills">Field that it fills; null: its values are passed over.</param>
/// <param name="Rank">Where several fill a field, the one with the lowest rank does.</param>
internal sealed record LogVariable(ValueKind Kind, MappedField? Fills = null, int Rank = 0)
{
    /// <summary>How the value is read where the field alone does not say it.</summary>
    public ValueReader? Read { get; init; }

    /// <summary>Unit of a time or duration.</summary>
    public JsonUnits? Units { get; init; }

    /// <summary>What a byte count measures.</summary>
    public string? Measures { get; init; }

    /// <summary>The value begins with a slash, so that it may stand directly behind a host.</summary>
    public bool BeginsWithSlash { get; init; }
}
