namespace Engine.Schemas;

/// <summary>A record that was refused: kept with its reason, so that it can be repaired and replayed.</summary>
/// <param name="Position">Where it stood.</param>
/// <param name="ArrivedAt">When the source read it (UTC).</param>
/// <param name="Stage">Room that refused it: ingest, enrichment, store.</param>
/// <param name="Format">Format that was tried; null where none was.</param>
/// <param name="Reason">One sentence: what is wrong and where.</param>
/// <param name="Sample">First bytes of the record, at most <see cref="SampleBytes"/>, invalid UTF-8 replaced.</param>
/// <param name="Length">Whole length in bytes.</param>
public sealed record DeadLetter(
    SourcePosition Position, DateTimeOffset ArrivedAt, string Stage, string? Format, string Reason, string Sample, long Length)
{
    public const int SampleBytes = 512;
}
