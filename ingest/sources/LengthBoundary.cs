using System.Buffers.Binary;

namespace Engine.Ingest.Sources;

/// <summary>A record is no text: it stands behind its length, 32 bits big-endian.</summary>
internal sealed class LengthBoundary : IRecordBoundary
{
    private readonly byte[] _head = new byte[sizeof(uint)];
    private int _headBytes;
    private long _missing;

    public int HeadBytes => sizeof(uint);

    public bool IsText => false;

    public int Skip(ReadOnlySpan<byte> bytes) => 0;

    public int End(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (_headBytes < _head.Length)
        {
            if (used == bytes.Length)
                return -1;
            _head[_headBytes++] = bytes[used++];
            if (_headBytes == _head.Length)
                _missing = BinaryPrimitives.ReadUInt32BigEndian(_head);
        }

        if (bytes.Length - used < _missing)
        {
            _missing -= bytes.Length - used;
            return -1;
        }

        _headBytes = 0;
        return used + (int)_missing;
    }
}
