namespace Engine.Ingest.Formats.Layout;

/// <summary>A part of Apache's log format, before its times are joined.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Variable">Null: a literal, or a time with a form.</param>
/// <param name="Time">Form of <c>%{…}t</c>.</param>
internal sealed record ApachePiece(string Text, LogVariable? Variable = null, string? Time = null)
{
    /// <summary>A single sign, which may stand between the parts of a time.</summary>
    public bool IsTimeSign => Variable is null && Time is null && Text.Length == 1;
}
