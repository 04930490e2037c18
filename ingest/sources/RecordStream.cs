using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Cuts one stream into records, in pooled blocks, with bounded memory: a record over the limit is passed over while it is read and
/// becomes one fault with its first bytes. Positions are byte offsets in the (decompressed) stream and depend on nothing else.
/// </summary>
internal sealed class RecordStream(string source, string format, int mostRecordBytes, TimeProvider time) : IRecordInput
{
    // A pretty-printed file shows itself in its first line; so much of it is looked at.
    private const int HeadBytes = 1024;

    // Overlong records between two good ones that are listed singly; the others are counted.
    private const int MostListed = 256;

    private readonly List<DeadLetter> _faults = [];
    private IRecordBoundary _boundary = new LineBoundary();
    private RecordBlock _block = new();
    private long _blockOffset;
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isInRecord;
    private bool _startIsRead;
    private bool _isBroken;
    private DateTimeOffset _arrivedAt;
    private string? _overlongSample;
    private long _overlongStart;
    private long _unlisted;

    /// <summary>Source name that positions carry.</summary>
    public string Source { get; set; } = source;

    /// <summary>Where bytes come from; null until opened, and again after the stream broke.</summary>
    public Stream? Input { get; set; }

    /// <summary>What could not be delivered so far, oldest first; the caller empties it.</summary>
    public List<DeadLetter> Faults => _faults;

    /// <summary>True: the input ended in the middle of an archive, or could not be read on.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Bytes of the stream that have been read.</summary>
    public long BytesRead => _blockOffset + _end;

    /// <summary>Chooses between lines and JSON values by the head.</summary>
    private void DetectJsonValues()
    {
        if (JsonBoundary.IsOf(PeekHead()))
            _boundary = new JsonBoundary();
    }

    /// <summary>How records of the format lie in a file.</summary>
    public void CutFor(FormatInfo format)
    {
        if (format.IsBinary)
            _boundary = new LengthBoundary();
        else if (format.IsJson)
            DetectJsonValues();
        JoinParts(format.Parts);
        _startIsRead |= !_boundary.IsText;
    }

    /// <summary>Makes one record of lines that belong together.</summary>
    public void JoinParts(LineParts parts)
    {
        if (parts != LineParts.None)
            _boundary = new PartsBoundary(parts);
    }

    /// <summary>The first line, or as many bytes as it may lie in, before anything is read.</summary>
    public ReadOnlySpan<byte> PeekHead()
    {
        while (_end < HeadBytes && !HasFirstLine(_block.Bytes.AsSpan(0, _end)) && Fill())
        {
        }

        return _block.Bytes.AsSpan(0, _end);
    }

    /// <summary>
    /// Begins at an offset at which a record is known to begin, before anything is read. The input is to be put there by the caller where there
    /// is one that cannot seek, or none yet.
    /// </summary>
    public void StartAt(long offset)
    {
        if (Input is { CanSeek: true })
            Input.Seek(offset, SeekOrigin.Begin);
        _blockOffset = offset;
        _start = 0;
        _scanned = 0;
        _end = 0;
        _isInRecord = false;
        _startIsRead = offset > 0 || !_boundary.IsText;
    }

    /// <summary>The next whole record. False: the input has no more for now; what may be left is for <see cref="TryFinish"/>.</summary>
    /// <param name="record">The record; its bytes live as long as <paramref name="block"/> is retained.</param>
    /// <param name="block">Where its bytes lie; not retained for the caller.</param>
    public bool TryRead(out RawRecord record, out RecordBlock block)
    {
        while (true)
        {
            if (TryTake(out record, out block))
                return true;
            if (!Fill())
                return false;
        }
    }

    /// <summary>The next record, the last one too. False: the input has truly ended.</summary>
    public bool TrySeek(long offset)
    {
        if (Input is not { CanSeek: true })
            return false;
        StartAt(offset);
        return true;
    }

    public bool TryNext(out RawRecord record, out RecordBlock block) => TryRead(out record, out block) || TryFinish(out record, out block);

    /// <summary>The last record, which no line end closes. Call once the input has truly ended.</summary>
    public bool TryFinish(out RawRecord record, out RecordBlock block)
    {
        record = default;
        block = _block;
        var isRecord = _isInRecord && !_isBroken && Cut(_end - _start, _end, out record);
        _isInRecord = false;
        ListTheRest();
        return isRecord;
    }

    public void Dispose()
    {
        Input?.Dispose();
        Input = null;
        _block.Release();
    }

    private bool TryTake(out RawRecord record, out RecordBlock block)
    {
        record = default;
        block = _block;
        if (!_startIsRead && !TrySkipMark())
            return false;
        while (_start < _end)
        {
            if (!_isInRecord)
            {
                _start += _boundary.Skip(_block.Bytes.AsSpan(_start, _end - _start));
                if (_start == _end)
                    return false;
                _isInRecord = true;
                _scanned = _start;
            }

            var length = _boundary.End(_block.Bytes.AsSpan(_scanned, _end - _scanned));
            if (length < 0)
            {
                _scanned = _end;
                DropOverlong();
                return false;
            }

            var end = _scanned + length;
            _isInRecord = false;
            if (Cut(end - _start, end, out record))
                return true;
        }

        return false;
    }

    /// <summary>Ends the running record; false where it was blank or too long.</summary>
    private bool Cut(int length, int next, out RawRecord record)
    {
        var start = _start;
        _start = next;
        _scanned = next;
        if (_overlongSample is not null || length > mostRecordBytes)
        {
            RefuseOverlong(start, length);
            record = default;
            return false;
        }

        if (_boundary.IsText && length > 0 && _block.Bytes[start + length - 1] == '\r')
            length--;
        ListTheRest();
        var head = Math.Min(_boundary.HeadBytes, length);
        var bytes = _block.Bytes.AsMemory(start + head, length - head);
        record = new RawRecord(bytes, new SourcePosition(Source, 0, _blockOffset + start, 0), _arrivedAt);
        return !_boundary.IsText || !bytes.Span.Trim(" \t"u8).IsEmpty;
    }

    // The record is over the limit and still goes on: keep its head for the dead letter and let the bytes go.
    private void DropOverlong()
    {
        if (_end - _start <= mostRecordBytes && _overlongSample is null)
            return;
        if (_overlongSample is null)
        {
            _overlongSample = SampleAt(_start, _end - _start);
            _overlongStart = _blockOffset + _start;
        }

        _start = _end;
    }

    private void RefuseOverlong(int start, int length)
    {
        var offset = _overlongSample is null ? _blockOffset + start : _overlongStart;
        var whole = _blockOffset + start + length - offset;
        if (_faults.Count >= MostListed)
        {
            _unlisted++;
            _overlongSample = null;
            return;
        }

        _faults.Add(new DeadLetter(
            new SourcePosition(Source, 0, offset, 0), _arrivedAt, "ingest", format,
            $"the record is {whole} bytes long, more than {mostRecordBytes}", _overlongSample ?? SampleAt(start, length), whole));
        _overlongSample = null;
    }

    private void ListTheRest()
    {
        if (_unlisted == 0)
            return;
        _faults.Add(new DeadLetter(
            new SourcePosition(Source, 0, _blockOffset + _start, 0), _arrivedAt, "ingest", format,
            $"{_unlisted} more records before this position are longer than {mostRecordBytes} bytes", "", 0));
        _unlisted = 0;
    }

    private bool Fill()
    {
        if (_isBroken || Input is null)
            return false;
        if (_end == _block.Bytes.Length || (_start == _end && _start > 0 && _block.HasOneOwner))
            MakeRoom();
        int read;
        try
        {
            read = Input.Read(_block.Bytes, _end, _block.Bytes.Length - _end);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or IOException or ZstdSharp.ZstdException)
        {
            Break(broken);
            return false;
        }

        if (read == 0)
            return false;
        _arrivedAt = time.GetUtcNow();
        _end += read;
        return true;
    }

    // Carries what is unread to the head of a block with room behind it.
    private void MakeRoom()
    {
        var unread = _end - _start;
        var old = _block;
        if (unread > 0 || !old.HasOneOwner)
            _block = new RecordBlock(Math.Max(RecordBlock.DefaultBytes, unread * 2));
        old.Bytes.AsSpan(_start, unread).CopyTo(_block.Bytes);
        if (!ReferenceEquals(old, _block))
            old.Release();
        _blockOffset += _start;
        _scanned -= _start;
        _start = 0;
        _end = unread;
    }

    private void Break(Exception broken)
    {
        var what = broken switch
        {
            InputStream.EndedInArchive => broken.Message,
            IOException => $"cannot be read on ({UserError.Why(broken)})",
            _ => "is damaged",
        };
        _faults.Add(new DeadLetter(
            new SourcePosition(Source, 0, _blockOffset + _start, 0), _arrivedAt, "ingest", format,
            $"{Source} {what} after {BytesRead} bytes; what stands before is read", SampleAt(_start, _end - _start), _end - _start));
        _isBroken = true;
    }

    private bool TrySkipMark()
    {
        var head = _block.Bytes.AsSpan(0, _end);
        // A byte-order mark may arrive in pieces.
        if (head.Length < 3 && "\uFEFF"u8.StartsWith(head) && Fill())
            return TrySkipMark();
        _start = _end - SkipMark(_block.Bytes.AsSpan(0, _end)).Length;
        _startIsRead = _end > 0;
        return _startIsRead;
    }

    private static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? head[3..] : head;

    private static bool HasFirstLine(ReadOnlySpan<byte> head) => head.TrimStart(" \t\r\n\uFEFF"u8).IndexOf((byte)'\n') >= 0;

    private string SampleAt(int start, int length) => Sample.Of(_block.Bytes.AsSpan(start, length));
}
