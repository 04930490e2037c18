namespace Engine.Schemas;

/// <summary>One record as the source delivered it, before any format looked at it.</summary>
/// <param name="Bytes">The record without its line end. Valid until the batch that carries it is released.</param>
/// <param name="Position">Position of the record; formats set <see cref="SourcePosition.Index"/> for each call in it.</param>
/// <param name="ArrivedAt">When the source read it (UTC): the only moment that comes from a clock.</param>
public readonly record struct RawRecord(ReadOnlyMemory<byte> Bytes, SourcePosition Position, DateTimeOffset ArrivedAt);
