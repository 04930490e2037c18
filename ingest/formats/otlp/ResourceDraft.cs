using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>What produced the spans: attributes of an OpenTelemetry resource.</summary>
internal struct ResourceDraft
{
    public string? Service;
    public string? Version;
    public string? Environment;

    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ParserMemory memory)
    {
        if (value.IsEmpty)
            return;
        if (key.SequenceEqual("service.name"u8))
            Service = memory.Texts.Get(value);
        else if (key.SequenceEqual("service.version"u8))
            Version = memory.Texts.Get(value);
        else if (key.SequenceEqual("deployment.environment.name"u8) || key.SequenceEqual("deployment.environment"u8))
            Environment = EnvironmentName.Of(value, memory);
    }
}
