using System.Buffers.Binary;
using System.IO.Hashing;

namespace Engine.Ingest.Sources.Journal;

/// <summary>Head of a segment's file: magic, version, the offset at which it begins, its salt, a hash. Numbers are little-endian.</summary>
/// <param name="Start">Offset of the first byte of the file.</param>
/// <param name="Salt">Random: keeps what is written by strangers from looking like a frame.</param>
internal readonly record struct SegmentHeader(long Start, ulong Salt)
{
    public const int Bytes = 40;

    private const ushort Version = 1;
    private const int VersionAt = 14, StartAt = 16, SaltAt = 24, HashAt = 32;

    private static ReadOnlySpan<byte> Magic => "engine journal"u8;

    public void Write(Span<byte> into)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt16LittleEndian(into[VersionAt..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(into[StartAt..], Start);
        BinaryPrimitives.WriteUInt64LittleEndian(into[SaltAt..], Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(into[HashAt..], XxHash3.HashToUInt64(into[..HashAt]));
    }

    /// <returns>Why it is none; null: it is one.</returns>
    public static string? Read(ReadOnlySpan<byte> head, out SegmentHeader header)
    {
        header = default;
        if (head.Length < Bytes || !head.StartsWith(Magic))
            return "it does not begin as one";
        if (BinaryPrimitives.ReadUInt16LittleEndian(head[VersionAt..]) is not Version and var version)
            return $"it has version {version}, this engine reads {Version}";
        if (BinaryPrimitives.ReadUInt64LittleEndian(head[HashAt..]) != XxHash3.HashToUInt64(head[..HashAt]))
            return "the checksum of its head is wrong";
        header = new SegmentHeader(BinaryPrimitives.ReadInt64LittleEndian(head[StartAt..]), BinaryPrimitives.ReadUInt64LittleEndian(head[SaltAt..]));
        return null;
    }
}
