using System.Buffers.Binary;
using ZstdSharp;

namespace Engine.App.Checkpoints;

/// <summary>The frames of a checkpoint file, one after the other; each is valid until the next is asked for.</summary>
/// <remarks>A checkpoint has hundreds of some MiB: they share their memory, or a restart spends its time on collecting it.</remarks>
internal sealed class CheckpointFrames(FileStream file) : IDisposable
{
    /// <summary>A frame holds what a stage handed over at once, some MiB; more is not ours.</summary>
    private const int MostBytes = 1 << 30;

    private readonly Decompressor _zstd = new();
    private byte[] _packed = [], _frame = [];

    /// <returns>Null: it was the last one.</returns>
    /// <exception cref="InvalidDataException">It is cut off or was changed.</exception>
    public ReadOnlyMemory<byte>? Next()
    {
        Span<byte> head = stackalloc byte[sizeof(int)];
        file.ReadExactly(head);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length == 0)
            return null;
        if (length is < 0 or > MostBytes || length > file.Length - file.Position)
            throw new InvalidDataException("a part of it has an impossible length");
        var packed = Room(ref _packed, length);
        file.ReadExactly(packed);
        try
        {
            var size = Decompressor.GetDecompressedSize(packed);
            if (size > MostBytes)
                throw new InvalidDataException("a part of it is larger than what is ever written");
            var written = _zstd.Unwrap(packed, Room(ref _frame, (int)size));
            return _frame.AsMemory(0, written);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException("a part of it cannot be unpacked", e);
        }
    }

    public void Dispose() => _zstd.Dispose();

    private static Span<byte> Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[Math.Max(length, 1 << 20)];
        return buffer.AsSpan(0, length);
    }
}
