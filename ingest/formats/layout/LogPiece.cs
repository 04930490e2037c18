namespace Engine.Ingest.Formats.Layout;

/// <summary>A part of a log format: text that stands in every line, or a variable.</summary>
/// <param name="Text">The literal, or the variable as it is written.</param>
/// <param name="Variable">Null: a literal.</param>
internal sealed record LogPiece(string Text, LogVariable? Variable = null);
