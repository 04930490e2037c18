using System.Buffers.Binary;
using System.IO.Hashing;
using Engine.Schemas;
using ZstdSharp;

namespace Engine.App.Checkpoints;

/// <summary>
/// Writes one checkpoint: magic, then frames (length, zstd) of which the first is the header, then an empty frame, the number of entries
/// and a checksum over everything before. The file has its name only once all of it is on the disk.
/// </summary>
internal sealed class CheckpointWriter : IDisposable
{
    public static ReadOnlySpan<byte> Magic => "ENGINECP"u8;

    /// <summary>Beside the file until it is complete.</summary>
    public const string Unfinished = ".unfinished";

    private const int FastCompression = 1;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly XxHash128 _checksum = new();
    private readonly Compressor _zstd = new(FastCompression);
    private long _entries;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public CheckpointWriter(string path, CheckpointHeader header)
    {
        _path = path;
        // No buffer: what it could not write to a full disk it would try to write again when it is closed.
        _file = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            Append(Magic);
            WriteFrame(header.ToBytes());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes on the disk so far.</summary>
    public long Length { get; private set; }

    public void Write(StateBuffer entries)
    {
        if (entries.Length == 0)
            return;
        WriteFrame(entries.Written.Span);
        _entries += entries.Count;
    }

    /// <summary>The content is on the disk when it returns.</summary>
    public void Complete()
    {
        Span<byte> end = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(end[sizeof(int)..], _entries);
        Append(end);
        _file.Write(_checksum.GetCurrentHash());
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        // Should the new name be lost with the power, the checkpoint before is still there, with its own positions.
        File.Move(_path + Unfinished, _path, overwrite: true);
    }

    public void Dispose()
    {
        _zstd.Dispose();
        _file.Dispose();
        File.Delete(_path + Unfinished);
    }

    private void WriteFrame(ReadOnlySpan<byte> content)
    {
        var packed = _zstd.Wrap(content);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, packed.Length);
        Append(length);
        Append(packed);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _checksum.Append(bytes);
        _file.Write(bytes);
        Length += bytes.Length;
    }
}
