namespace Engine.Ingest.Envelopes;

/// <summary>The envelopes by name.</summary>
internal static class EnvelopeCatalog
{
    public static IReadOnlyList<IEnvelope> All { get; } = [new JsonEnvelope(), new DockerEnvelope(), new CriEnvelope(), new SyslogEnvelope()];

    public static IEnvelope? Find(string name) => All.FirstOrDefault(envelope => envelope.Info.Name == name);
}
