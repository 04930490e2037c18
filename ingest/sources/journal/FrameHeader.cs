using System.Buffers.Binary;
using System.IO.Hashing;

namespace Engine.Ingest.Sources.Journal;

/// <summary>
/// Head of a frame, which is one entry on the disk: marker, length of the body, a hash over all that follows it, arrival, key, cut, format.
/// Numbers are little-endian.
/// </summary>
/// <remarks>
/// Marker and hash depend on the segment's random salt, the hash on the offset too: bytes that a client sends, or that lie elsewhere, are
/// never taken for a frame.
/// </remarks>
internal readonly record struct FrameHeader(int Length, DateTimeOffset ArrivedAt, UInt128 Key, RecordCut Cut, byte Format)
{
    public const int Bytes = 48;
    public const int MarkerBytes = sizeof(uint);

    private const int HashAt = 8, HashedAt = 16;

    public static FrameHeader Of(in JournalEntry entry) => new(entry.Length, entry.ArrivedAt, entry.Key, entry.Cut, entry.Format);

    public static void WriteMarker(Span<byte> into, ulong salt) => BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)(salt ^ (salt >> 32)));

    /// <param name="into">At least <see cref="Bytes"/>.</param>
    /// <param name="salt">Of the segment.</param>
    /// <param name="offset">Of the frame.</param>
    /// <param name="body">What follows.</param>
    public void Write(Span<byte> into, ulong salt, long offset, IReadOnlyList<ReadOnlyMemory<byte>> body)
    {
        WriteMarker(into, salt);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(into[HashedAt..], ArrivedAt.UtcTicks);
        BinaryPrimitives.WriteUInt128LittleEndian(into[24..], Key);
        into[40..Bytes].Clear();
        into[40] = (byte)Cut;
        into[41] = Format;
        var hash = new XxHash3(Seed(salt, offset, Length));
        hash.Append(into[HashedAt..Bytes]);
        for (var i = 0; i < body.Count; i++)
            hash.Append(body[i].Span);
        BinaryPrimitives.WriteUInt64LittleEndian(into[HashAt..], hash.GetCurrentHashAsUInt64());
    }

    /// <summary>Length of the whole frame that seems to begin here; 0: none does. Needs the head only, and is to be believed once the frame is read.</summary>
    public static long Peek(ReadOnlySpan<byte> head, ulong salt)
    {
        Span<byte> marker = stackalloc byte[MarkerBytes];
        WriteMarker(marker, salt);
        if (head.Length < Bytes || !head.StartsWith(marker))
            return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        return length < 0 ? 0 : (long)Bytes + length;
    }

    /// <param name="frame">The whole frame, by <see cref="Peek"/>.</param>
    /// <param name="salt">Of the segment.</param>
    /// <param name="offset">Where it lies.</param>
    /// <param name="header">Its head.</param>
    /// <returns>False: it is damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, ulong salt, long offset, out FrameHeader header)
    {
        header = default;
        var length = frame.Length - Bytes;
        if (BinaryPrimitives.ReadUInt64LittleEndian(frame[HashAt..]) != XxHash3.HashToUInt64(frame[HashedAt..], Seed(salt, offset, length)))
            return false;
        header = new FrameHeader(
            length, new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(frame[HashedAt..]), TimeSpan.Zero),
            BinaryPrimitives.ReadUInt128LittleEndian(frame[24..]), (RecordCut)frame[40], frame[41]);
        return true;
    }

    private static long Seed(ulong salt, long offset, int length) => unchecked((long)(salt + (ulong)offset) ^ ((long)length << 32));
}
