using System.Security.Cryptography;
using Engine.Schemas;
using Microsoft.Win32.SafeHandles;

namespace Engine.Ingest.Sources.Journal;

/// <summary>The newest segment, open for appending.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _file;

    private SegmentWriter(SafeFileHandle file, SegmentFile segment) => (_file, Segment) = (file, segment);

    public SegmentFile Segment { get; }

    /// <summary>Makes a segment; its head and its name survive the machine when this returns.</summary>
    /// <exception cref="IOException">The disk is full or broken; nothing is left.</exception>
    public static SegmentWriter Create(string directory, long start)
    {
        var path = SegmentFile.PathOf(directory, start);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            // What is in it is not yet freed of its secrets.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var header = new SegmentHeader(start, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
            var head = new byte[SegmentHeader.Bytes];
            header.Write(head);
            RandomAccess.Write(file, head, 0);
            RandomAccess.FlushToDisk(file);
            DirectoryNames.Sync(directory);
            return new SegmentWriter(file, new SegmentFile(path, header, start + SegmentHeader.Bytes));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            if (file is not null)
                File.Delete(path);
            throw;
        }
    }

    /// <summary>Writes behind the end. Nothing of it counts before <see cref="Sync"/>.</summary>
    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            RandomAccess.Write(_file, pieces, offset - Segment.Start);
        }
        catch (ArgumentOutOfRangeException tooLarge)
        {
            // How .NET tells of a file that the file system, or a limit of the process, lets grow no more.
            throw new IOException("the file may grow no more", tooLarge);
        }
    }

    public void Sync() => RandomAccess.FlushToDisk(_file);

    /// <summary>Cuts off what was written and does not count.</summary>
    public void CutBack() => RandomAccess.SetLength(_file, Segment.End - Segment.Start);

    public void Dispose() => _file.Dispose();
}
