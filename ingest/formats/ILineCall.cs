namespace Engine.Ingest.Formats;

/// <summary>Reads one call from one line.</summary>
internal interface ILineCall
{
    FormatInfo Info { get; }

    /// <summary>Fills the draft, or notes in it what is wrong.</summary>
    /// <param name="line">The record without blanks around it.</param>
    /// <param name="draft">What the line says.</param>
    void Read(ReadOnlySpan<byte> line, ref CallDraft draft);
}
