using System.Buffers;

namespace Engine.Ingest.Sources;

/// <summary>Pooled bytes that records lie in, shared by the reader that fills them and the batches that carry the records.</summary>
internal sealed class RecordBlock
{
    public const int DefaultBytes = 64 * 1024;

    private int _owners = 1;

    public RecordBlock(int leastBytes = DefaultBytes) => Bytes = ArrayPool<byte>.Shared.Rent(leastBytes);

    public byte[] Bytes { get; }

    /// <summary>True: no batch holds records of this block, so it can be filled anew.</summary>
    public bool HasOneOwner => Volatile.Read(ref _owners) == 1;

    public void Retain() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            ArrayPool<byte>.Shared.Return(Bytes);
    }
}
