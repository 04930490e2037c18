using Engine.Schemas;

namespace Engine.Ingest.Formats.Layout;

/// <summary>A log format taken apart by the rules of its server.</summary>
/// <param name="Pieces">Literals and variables in their order.</param>
/// <param name="Escapes">How the server escapes values.</param>
/// <param name="AtMarks">What the server's time is.</param>
internal sealed record LogSyntax(IReadOnlyList<LogPiece> Pieces, EscapeMode Escapes, CallMoment AtMarks)
{
    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Problem { get; init; }

    public static LogSyntax Wrong(string problem) => new([], EscapeMode.None, CallMoment.End) { Problem = problem };
}
