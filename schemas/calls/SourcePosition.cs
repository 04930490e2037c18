namespace Engine.Schemas;

/// <summary>Where a call was read: the identity of its evidence.</summary>
/// <param name="Source">Configured name of the source, or the file's name in a replay.</param>
/// <param name="Partition">Kafka partition; 0 for a single-partition input.</param>
/// <param name="Offset">Kafka offset, or byte offset of the record in the (decompressed) file.</param>
/// <param name="Index">Number of the call in its record, from 0: a record can hold many (Kong arrays, OTLP batches, HAR).</param>
public readonly record struct SourcePosition(string Source, int Partition, long Offset, int Index)
{
    public override string ToString() => $"{Source}/{Partition}@{Offset}#{Index}";
}
