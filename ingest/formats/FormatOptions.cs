using Engine.Ingest.Formats.Otlp;

namespace Engine.Ingest.Formats;

/// <summary>What the records of each format do not say themselves, and the formats that an operator describes.</summary>
public sealed record FormatOptions
{
    /// <summary>Mapped JSON formats.</summary>
    public IReadOnlyList<MappedJson.Options> Mapped { get; init; } = [];

    public IReadOnlyList<LogFormat.Options> LogFormats { get; init; } = [];
    public Combined.Options Combined { get; init; } = new();
    public HaproxyHttp.Options Haproxy { get; init; } = new();
    public EnvoyText.Options EnvoyText { get; init; } = new();
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>What of headers and bodies may be taken.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>Longer records are refused.</summary>
    public int MostRecordBytes { get; init; } = IRecordFormat.DefaultMostRecordBytes;
}
