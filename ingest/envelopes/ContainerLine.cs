namespace Engine.Ingest.Envelopes;

/// <summary>One line of a container's log.</summary>
/// <param name="Text">What the container wrote.</param>
/// <param name="Stream">Where it wrote it.</param>
/// <param name="IsPart">True: the line goes on in the next one of its stream.</param>
internal readonly record struct ContainerLine(ReadOnlyMemory<byte> Text, ContainerStream Stream, bool IsPart);
