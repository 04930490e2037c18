using ZstdSharp;

namespace Engine.Ingest.Sources;

/// <summary>
/// Opens an input as what its first bytes say it is, whatever its name: gzip (RFC 1952, any number of members), zstd (RFC 8878, any
/// number of frames) or plain. Counts the bytes as they lie on disk.
/// </summary>
internal static class InputStream
{
    // 128 MiB: what the zstd tool itself accepts unasked. A larger window is an attack or a choice that its maker can name.
    private const int MostWindowLog = 27;

    private enum Packing { None, Gzip, Zstd }

    /// <param name="raw">The input; owned by the result.</param>
    /// <param name="progress">Counts what is read from it.</param>
    /// <param name="mostWindowLog">Largest window of zstd, as a power of two.</param>
    public static Stream Open(Stream raw, ReadProgress progress, int mostWindowLog = MostWindowLog)
    {
        var head = new byte[4];
        var length = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var input = new HeadedStream(raw, head.AsMemory(0, length), progress);
        return PackingOf(head.AsSpan(0, length)) switch
        {
            Packing.Gzip => new GzipInput(input),
            Packing.Zstd => new ZstdInput(Zstd(input, mostWindowLog), input),
            _ => input,
        };
    }

    private static DecompressionStream Zstd(Stream input, int mostWindowLog)
    {
        var stream = new DecompressionStream(input, checkEndOfStream: true, leaveOpen: false);
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, mostWindowLog);
        return stream;
    }

    private static Packing PackingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]))
            return Packing.Gzip;
        // A frame, or a skippable frame, with which parallel compressors begin.
        var isZstd = head.SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
            || (head.Length == 4 && (head[0] & 0xF0) == 0x50 && head[1..].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]));
        return isZstd ? Packing.Zstd : Packing.None;
    }

    /// <summary>The bytes ran out inside the archive.</summary>
    internal sealed class EndedInArchive(string unit) : IOException($"ends in the middle of a {unit}");

    /// <summary>Hands out bytes that were already looked at, then the rest.</summary>
    internal sealed class HeadedStream(Stream rest, ReadOnlyMemory<byte> head, ReadProgress progress) : ReadOnlyStream
    {
        private int _fromHead;

        public bool HasEnded { get; private set; }

        public override bool CanSeek => rest.CanSeek;

        public override int Read(Span<byte> buffer)
        {
            var waiting = head.Span[_fromHead..];
            if (!waiting.IsEmpty)
            {
                var taken = Math.Min(waiting.Length, buffer.Length);
                waiting[..taken].CopyTo(buffer);
                _fromHead += taken;
                progress.CountBytes(taken);
                return taken;
            }

            var read = rest.Read(buffer);
            progress.CountBytes(read);
            HasEnded |= read == 0 && buffer.Length > 0;
            return read;
        }

        /// <summary>Goes to an offset from the start; what is passed over counts as read.</summary>
        public override long Seek(long offset, SeekOrigin origin)
        {
            progress.CountBytes(offset - (_fromHead < head.Length ? _fromHead : rest.Position));
            _fromHead = head.Length;
            return rest.Seek(offset, origin);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Tells a zstd archive that was cut off from one whose bytes are damaged.</summary>
    private sealed class ZstdInput(DecompressionStream unpacked, HeadedStream packed) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return unpacked.Read(buffer);
            }
            catch (Exception broken) when (packed.HasEnded && broken is EndOfStreamException or ZstdException)
            {
                throw new EndedInArchive("zstd frame");
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                unpacked.Dispose();
            base.Dispose(disposing);
        }
    }
}
