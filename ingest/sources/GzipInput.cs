using System.IO.Compression;

namespace Engine.Ingest.Sources;

/// <summary>Gzip that notices where its input was cut off, which <see cref="GZipStream"/> takes for a plain end.</summary>
/// <remarks>
/// Behind the last byte of the input it is fed one more member that holds a mark. If the member before was complete, the mark comes out;
/// if not, the mark's bytes are taken for more of that member and it does not. By then everything before has been handed out, since more
/// input is only asked for when nothing is left to give.
/// </remarks>
internal sealed class GzipInput : ReadOnlyStream
{
    private static readonly byte[] s_mark = [0, 1, 0xFE, 0xFF, (byte)'e', (byte)'n', (byte)'d', 0];
    private static readonly byte[] s_packedMark = Pack(s_mark);

    private readonly MarkedStream _packed;
    private readonly GZipStream _unpacked;
    private bool _hasEnded;

    public GzipInput(Stream packed)
    {
        _packed = new MarkedStream(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_hasEnded || buffer.IsEmpty)
            return 0;
        try
        {
            var read = _unpacked.Read(buffer);
            if (!_packed.IsPastEnd)
                return read;
            _hasEnded = true;
            if (HoldsMark(buffer[..read]))
                return 0;
        }
        catch (InvalidDataException) when (_packed.IsPastEnd)
        {
            // Said below.
        }

        throw new InputStream.EndedInArchive("gzip member");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private bool HoldsMark(ReadOnlySpan<byte> first)
    {
        Span<byte> found = stackalloc byte[s_mark.Length + 1];
        if (first.Length > s_mark.Length)
            return false;
        first.CopyTo(found);
        var length = first.Length;
        while (length < found.Length && _unpacked.Read(found[length..]) is var read and > 0)
            length += read;
        return found[..length].SequenceEqual(s_mark);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The input, then the packed mark.</summary>
    private sealed class MarkedStream(Stream input) : ReadOnlyStream
    {
        private int _fromMark;

        public bool IsPastEnd { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!IsPastEnd && input.Read(buffer) is var read and > 0)
                return read;
            IsPastEnd = true;
            var taken = Math.Min(buffer.Length, s_packedMark.Length - _fromMark);
            s_packedMark.AsSpan(_fromMark, taken).CopyTo(buffer);
            _fromMark += taken;
            return taken;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
