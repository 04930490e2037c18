using Confluent.Kafka;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Copies values out of the client's own memory into pooled blocks, while the client holds them: no array for each record.
/// </summary>
/// <remarks>Called by the thread that consumes, inside <c>Consume</c>.</remarks>
internal sealed class PayloadReader(int mostRecordBytes) : IDeserializer<Payload>, IDisposable
{
    private RecordBlock _block = new();
    private int _end;

    public Payload Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
            return Payload.Tombstone;
        return data.Length > mostRecordBytes ? new Payload(null, 0, data.Length, Sample.Of(data)) : Store(data);
    }

    /// <summary>The same for bytes of ours.</summary>
    public Payload Store(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _block.Bytes.Length - _end)
            TakeBlock(bytes.Length);
        var start = _end;
        bytes.CopyTo(_block.Bytes.AsSpan(start));
        _end += bytes.Length;
        _block.Retain();
        return new Payload(_block, start, bytes.Length, null);
    }

    public void Dispose() => _block.Release();

    private void TakeBlock(int leastBytes)
    {
        _end = 0;
        if (_block.HasOneOwner && _block.Bytes.Length >= leastBytes)
            return;
        _block.Release();
        _block = new RecordBlock(Math.Max(RecordBlock.DefaultBytes, leastBytes));
    }
}
