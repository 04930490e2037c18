namespace Engine.Ingest.Formats;

/// <summary>Reads one call from one line.</summary>
internal interface ILineCall
{
    FormatInfo Info { get; }

    /// <summary>True: its lines hold credentials under no name of their own, so that no mask finds them: a refused one is not shown.</summary>
    bool HoldsSecrets => false;

    /// <summary>Fills the draft, or notes in it what is wrong.</summary>
    /// <param name="line">The record without blanks around it.</param>
    /// <param name="draft">What the line says.</param>
    void Read(ReadOnlySpan<byte> line, ref CallDraft draft);
}
