using System.Buffers.Binary;
using Engine.Ingest.Envelopes;

namespace Engine.Ingest.Sources.Journal;

/// <summary>The records of a frame, one after the other.</summary>
internal sealed class FrameRecords(RecordCut cut)
{
    private const int PrefixBytes = sizeof(uint);

    private readonly IRecordBoundary? _boundary = cut switch
    {
        RecordCut.Lines => new LineBoundary(),
        RecordCut.JsonValues => new JsonBoundary(),
        RecordCut.CriLines => new PartsBoundary(LineParts.Cri),
        RecordCut.DockerLines => new PartsBoundary(LineParts.Docker),
        _ => null,
    };

    private int _next;

    /// <summary>The next one. Blank ones are none.</summary>
    /// <param name="body">The same body each time.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length.</param>
    public bool TryNext(ReadOnlySpan<byte> body, out int start, out int length)
    {
        do
        {
            if (!TryCut(body, out start, out length))
                return false;
        }
        while (body.Slice(start, length).Trim(" \t\r\n"u8).IsEmpty);
        return true;
    }

    private bool TryCut(ReadOnlySpan<byte> body, out int start, out int length)
    {
        start = _next;
        length = 0;
        if (_boundary is not null)
            start += _boundary.Skip(body[start..]);
        if (start >= body.Length)
            return false;
        if (cut == RecordCut.Prefixed)
        {
            length = (int)BinaryPrimitives.ReadUInt32LittleEndian(body[start..]);
            start += PrefixBytes;
            _next = start + length;
            return true;
        }

        length = _boundary?.End(body[start..]) ?? -1;
        if (length < 0)
            length = body.Length - start;
        _next = start + length;
        if (cut is RecordCut.Lines or RecordCut.CriLines or RecordCut.DockerLines && length > 0 && body[start + length - 1] == '\r')
            length--;
        return true;
    }
}
