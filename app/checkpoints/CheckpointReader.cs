using System.IO.Hashing;
using Engine.Schemas;
using MessagePack;

namespace Engine.App.Checkpoints;

/// <summary>Reads what <see cref="CheckpointWriter"/> wrote; whatever is wrong with a file is an <see cref="InvalidDataException"/>.</summary>
internal static class CheckpointReader
{
    private const int ChecksumBytes = 16;
    private const int EndBytes = sizeof(int) + sizeof(long) + ChecksumBytes;

    /// <summary>Reads all of it and compares the checksum.</summary>
    /// <exception cref="InvalidDataException">It is cut off, changed, or of another layout.</exception>
    public static CheckpointHeader Verify(string path)
    {
        using var file = Open(path);
        var checksum = new XxHash128();
        var buffer = new byte[1 << 16];
        for (var left = file.Length - ChecksumBytes; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0)
                throw new InvalidDataException("it is cut off");
            checksum.Append(buffer.AsSpan(0, read));
            left -= read;
        }

        Span<byte> written = stackalloc byte[ChecksumBytes];
        file.ReadExactly(written);
        if (!checksum.GetCurrentHash().AsSpan().SequenceEqual(written))
            throw new InvalidDataException("its checksum does not match its content");
        file.Position = 0;
        using var frames = new CheckpointFrames(file);
        return HeaderOf(file, frames);
    }

    /// <summary>Hands over every entry of a verified file, in the order in which it was written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="take">Takes an entry; its bytes are not to be kept.</param>
    public static void Read(string path, Action<StateEntry> take)
    {
        using var file = Open(path);
        using var frames = new CheckpointFrames(file);
        HeaderOf(file, frames);
        while (frames.Next() is { } entries)
        {
            while (StateBuffer.TryRead(ref entries, out var entry))
                take(entry);
        }
    }

    private static CheckpointHeader HeaderOf(FileStream file, CheckpointFrames frames)
    {
        Span<byte> magic = stackalloc byte[CheckpointWriter.Magic.Length];
        file.ReadExactly(magic);
        if (!magic.SequenceEqual(CheckpointWriter.Magic) || frames.Next() is not { } header)
            throw new InvalidDataException("it is not a checkpoint");
        try
        {
            return CheckpointHeader.Of(header);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException("its header cannot be read", e);
        }
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length >= CheckpointWriter.Magic.Length + EndBytes)
            return file;
        file.Dispose();
        throw new InvalidDataException("it is cut off");
    }
}
