namespace Engine.Ingest.Envelopes;

/// <summary>Streams of a container, as bits.</summary>
[Flags]
internal enum ContainerStream : byte
{
    None = 0,
    Output = 1,
    Error = 2,
}
