using Microsoft.Win32.SafeHandles;

namespace Engine.Ingest.Sources.Journal;

/// <summary>
/// Walks over the frames of a segment. Where there should be one and is none, it looks for the next that can be believed.
/// </summary>
/// <remarks>For one thread. The block of a frame is shared with whoever retains it.</remarks>
internal sealed class FrameScan(SegmentFile segment, long from) : IDisposable
{
    private const int BlockBytes = 256 * 1024;

    private readonly SafeFileHandle _file = segment.OpenToRead();
    private RecordBlock _block = new(BlockBytes);
    private long _offset = Math.Max(from, segment.Start + SegmentHeader.Bytes);
    private int _at;
    private int _filled;

    /// <summary>Where the next frame is looked for.</summary>
    public long Offset => _offset;

    /// <summary>Head of the frame that was found.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>Where its body begins in <see cref="Block"/>.</summary>
    public int BodyAt { get; private set; }

    /// <summary>Offset of its body.</summary>
    public long BodyOffset { get; private set; }

    public RecordBlock Block => _block;

    /// <summary>Bytes that were passed over before the frame, or before the end, because they are damaged.</summary>
    public long Damaged { get; private set; }

    /// <summary>Goes to the next frame. False: there is none before the end.</summary>
    /// <param name="end">Where to stop: what lies behind is none of the reader's business yet.</param>
    public bool TryNext(long end)
    {
        Damaged = 0;
        while (_offset < end)
        {
            if (TryFrame(end))
                return true;
            PassOver(end);
        }

        return false;
    }

    public void Dispose()
    {
        _file.Dispose();
        _block.Release();
    }

    private bool TryFrame(long end)
    {
        if (!Ensure(FrameHeader.Bytes, end))
            return false;
        var length = FrameHeader.Peek(_block.Bytes.AsSpan(_at, _filled - _at), segment.Salt);
        if (length == 0 || !Ensure(length, end) || !FrameHeader.TryRead(_block.Bytes.AsSpan(_at, (int)length), segment.Salt, _offset, out var header))
            return false;
        Header = header;
        BodyAt = _at + FrameHeader.Bytes;
        BodyOffset = _offset + FrameHeader.Bytes;
        Skip((int)length);
        return true;
    }

    /// <summary>Goes to where the next frame might begin.</summary>
    private void PassOver(long end)
    {
        Span<byte> marker = stackalloc byte[FrameHeader.MarkerBytes];
        FrameHeader.WriteMarker(marker, segment.Salt);
        var before = _offset;
        Skip(Math.Min(1, _filled - _at));
        while (true)
        {
            var found = _block.Bytes.AsSpan(_at, _filled - _at).IndexOf(marker);
            if (found >= 0)
            {
                Skip(found);
                break;
            }

            // A marker may lie across two blocks.
            Skip(Math.Max(0, _filled - _at - (marker.Length - 1)));
            if (!Ensure(marker.Length, end))
            {
                (_offset, _at, _filled) = (end, 0, 0);
                break;
            }
        }

        Damaged += _offset - before;
    }

    private void Skip(int bytes)
    {
        _at += bytes;
        _offset += bytes;
    }

    /// <summary>True: so many bytes from the offset on lie in the block.</summary>
    private bool Ensure(long bytes, long end)
    {
        if (_filled - _at >= bytes)
            return true;
        if (end - _offset < bytes)
            return false;
        MakeRoom((int)bytes);
        while (_filled < bytes)
        {
            var most = (int)Math.Min(_block.Bytes.Length - _filled, end - _offset - _filled);
            var read = RandomAccess.Read(_file, _block.Bytes.AsSpan(_filled, most), _offset + _filled - segment.Start);
            if (read == 0)
                return false;
            _filled += read;
        }

        return true;
    }

    /// <summary>Carries what is unread to the head of a block that nobody else holds.</summary>
    private void MakeRoom(int bytes)
    {
        var unread = _block.Bytes.AsSpan(_at, _filled - _at);
        if (_block.HasOneOwner && _block.Bytes.Length >= bytes)
        {
            unread.CopyTo(_block.Bytes);
        }
        else
        {
            var next = new RecordBlock(Math.Max(BlockBytes, bytes));
            unread.CopyTo(next.Bytes);
            _block.Release();
            _block = next;
        }

        (_at, _filled) = (0, unread.Length);
    }
}
