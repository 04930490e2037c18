using System.Buffers;
using System.Buffers.Binary;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>Messages that go to the journal together, each behind its length.</summary>
internal sealed class MessageBatch
{
    /// <summary>Bytes from which on it goes.</summary>
    private const int Enough = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(4 * 1024);

    public int Count { get; private set; }
    public bool IsFull => _bytes.WrittenCount >= Enough;

    /// <summary>Valid until the next is added.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Body => [_bytes.WrittenMemory];

    public void Add(in ReadOnlySequence<byte> message)
    {
        if (message.IsSingleSegment)
            Add(message.FirstSpan);
        else
            Add(message.ToArray());
    }

    public void Add(ReadOnlySpan<byte> message)
    {
        var body = SyslogMessage.Body(message);
        if (body.IsEmpty)
            return;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), body.Length);
        _bytes.Advance(sizeof(int));
        _bytes.Write(body);
        Count++;
    }

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Count = 0;
    }
}
