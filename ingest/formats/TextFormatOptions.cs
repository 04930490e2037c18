namespace Engine.Ingest.Formats;

/// <summary>What the lines of text logs do not say themselves, by format.</summary>
public sealed record TextFormatOptions
{
    public HaproxyHttp.Options Haproxy { get; init; } = new();
    public EnvoyText.Options EnvoyText { get; init; } = new();
}
