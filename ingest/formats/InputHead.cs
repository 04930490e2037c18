using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>The beginning of an input, by which its format is told.</summary>
public abstract record InputHead
{
    /// <summary>Bytes of a file that are looked at.</summary>
    public const int MostBytes = 256 * 1024;

    // One JSON value may be all there is, as in a HAR file.
    private const int MostBytesOfValue = 16 * 1024 * 1024;

    private InputHead()
    {
    }

    /// <summary>Records as each format cuts them.</summary>
    internal abstract IEnumerable<RawRecord> Cut(FormatInfo format);

    /// <summary>The first bytes of a file or archive on disk, unpacked.</summary>
    /// <exception cref="UserError">The file cannot be read.</exception>
    public static InputHead Of(string path)
    {
        try
        {
            using var raw = RecordReader.OpenFile(path);
            return Of(raw);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read ({UserError.Why(unreadable)}); check that the file is readable", cause: unreadable);
        }
    }

    /// <summary>The first bytes of a stream, unpacked.</summary>
    /// <param name="raw">The stream; it is closed.</param>
    /// <param name="isCut">True: it is the beginning of a longer one.</param>
    internal static InputHead Of(Stream raw, bool isCut = false)
    {
        using var input = InputStream.Open(raw, new ReadProgress());
        var head = new byte[MostBytes];
        var length = 0;
        try
        {
            Fill(input, head, ref length);
            if (length == head.Length && IsInValue(head))
            {
                Array.Resize(ref head, MostBytesOfValue);
                Fill(input, head, ref length);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or InputStream.EndedInArchive or ZstdSharp.ZstdException)
        {
            // What a broken archive still gives is enough to tell its format.
        }

        return new Bytes(head.AsMemory(0, length), length < head.Length && !isCut);
    }

    private static bool IsInValue(ReadOnlySpan<byte> head)
    {
        var boundary = new JsonBoundary();
        return JsonBoundary.IsOf(head) && boundary.End(head[boundary.Skip(head)..]) < 0;
    }

    private static void Fill(Stream input, byte[] head, ref int length)
    {
        while (length < head.Length && input.Read(head, length, head.Length - length) is var read and > 0)
            length += read;
    }

    /// <summary>Of a file.</summary>
    /// <param name="Content">First bytes, unpacked.</param>
    /// <param name="IsWhole">True: the file ends here. False: the last record may be cut off and is left out.</param>
    public sealed record Bytes(ReadOnlyMemory<byte> Content, bool IsWhole) : InputHead
    {
        internal override IEnumerable<RawRecord> Cut(FormatInfo format)
        {
            using var records = new RecordStream("probe", format.Name, format.MostRecordBytes(IRecordFormat.DefaultMostRecordBytes), Epoch.Instance)
            {
                Input = new MemoryStream(Content.ToArray(), writable: false),
            };
            records.CutFor(format);
            var count = 0;
            for (; records.TryRead(out var record, out _); count++)
                yield return record;
            if ((IsWhole || count == 0) && records.TryFinish(out var last, out _))
                yield return last;
        }
    }

    /// <summary>Of an input whose records are messages.</summary>
    public sealed record Messages(IReadOnlyList<ReadOnlyMemory<byte>> Records) : InputHead
    {
        internal override IEnumerable<RawRecord> Cut(FormatInfo format) =>
            Records.Select((record, i) => new RawRecord(record, new SourcePosition("probe", 0, i, 0), DateTimeOffset.UnixEpoch));
    }

    /// <summary>The probe keeps no arrival time, so it needs no clock.</summary>
    private sealed class Epoch : TimeProvider
    {
        public static Epoch Instance { get; } = new();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
