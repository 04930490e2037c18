using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>What an earlier run read and acknowledged, and is read once more because its state is lost.</summary>
/// <param name="From">Behind these; a partition that is not among them from its start.</param>
/// <param name="To">Up to these; nothing of a partition that is not among them.</param>
public sealed record ReadBackRange(InputPositions From, InputPositions To);
