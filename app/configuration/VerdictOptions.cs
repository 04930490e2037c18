namespace Engine.App.Configuration;

/// <summary>Section <c>verdicts</c>.</summary>
internal sealed record VerdictOptions
{
    /// <summary>File to which every verdict is written as a JSON line (schemas/wire/verdict.schema.json). Default: none.</summary>
    public string? File { get; init; }
}
