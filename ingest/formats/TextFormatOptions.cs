namespace Engine.Ingest.Formats;

/// <summary>What the lines of text logs do not say themselves, by format, and the formats that servers are configured with.</summary>
public sealed record TextFormatOptions
{
    public HaproxyHttp.Options Haproxy { get; init; } = new();
    public EnvoyText.Options EnvoyText { get; init; } = new();
    public IReadOnlyList<LogFormat.Options> LogFormats { get; init; } = [];
}
