namespace Engine.Ingest.Envelopes;

/// <summary>
/// Lines of a container's log. A line that the runtime has cut comes as one record of several lines and is joined; whole lines of the other
/// stream that came between stand for themselves.
/// </summary>
/// <remarks>Each line of a record is looked at a bounded number of times, however they alternate: a search ends at the next line of its stream.</remarks>
internal abstract class ContainerLog : IEnvelope
{
    private const string NoEnd = "the line was cut into parts, and its last part is not in the record: let the shipper join them, or read the files";

    public abstract EnvelopeInfo Info { get; }

    public abstract LineParts Parts { get; }

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = default;
        problem = null;
        while (at < record.Length)
        {
            var start = at;
            var line = LineAt(record, ref at);
            if (line.IsEmpty)
                continue;
            if (!TrySplit(line, out var own, out problem))
            {
                content = line;
                return true;
            }

            if (own.IsPart && GoesOn(record, at, own.Stream))
                continue;
            problem = own.IsPart ? NoEnd : null;
            content = own.IsPart ? line : Whole(Joined(record, start, own));
            return true;
        }

        return false;
    }

    /// <summary>Takes one line apart.</summary>
    protected abstract bool TrySplit(ReadOnlyMemory<byte> line, out ContainerLine split, out string? problem);

    /// <summary>Takes off what is left at the end of a joined line.</summary>
    protected virtual ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> text) => text;

    private bool GoesOn(ReadOnlyMemory<byte> record, int at, ContainerStream stream)
    {
        while (at < record.Length)
        {
            if (TrySplit(LineAt(record, ref at), out var next, out _) && next.Stream == stream)
                return true;
        }

        return false;
    }

    // Parts of the same stream since its last whole line, which stand before.
    private ReadOnlyMemory<byte> Joined(ReadOnlyMemory<byte> record, int before, in ContainerLine last)
    {
        List<ReadOnlyMemory<byte>>? parts = null;
        var length = last.Text.Length;
        while (before > 0)
        {
            if (!TrySplit(LineBefore(record, ref before), out var part, out _) || part.Stream != last.Stream)
                continue;
            if (!part.IsPart)
                break;
            (parts ??= []).Add(part.Text);
            length += part.Text.Length;
        }

        return parts is null ? last.Text : Joined(parts, last.Text, length);
    }

    private static byte[] Joined(List<ReadOnlyMemory<byte>> lastFirst, ReadOnlyMemory<byte> last, int length)
    {
        var whole = GC.AllocateUninitializedArray<byte>(length);
        var written = 0;
        for (var i = lastFirst.Count - 1; i >= 0; i--)
        {
            lastFirst[i].CopyTo(whole.AsMemory(written));
            written += lastFirst[i].Length;
        }

        last.CopyTo(whole.AsMemory(written));
        return whole;
    }

    private static ReadOnlyMemory<byte> LineAt(ReadOnlyMemory<byte> record, ref int at)
    {
        var rest = record[at..];
        var end = rest.Span.IndexOf((byte)'\n');
        at += end < 0 ? rest.Length : end + 1;
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlyMemory<byte> LineBefore(ReadOnlyMemory<byte> record, ref int before)
    {
        var end = before - 1;
        before = record.Span[..end].LastIndexOf((byte)'\n') + 1;
        return record[before..end];
    }
}
