namespace Engine.Ingest.Envelopes;

/// <summary>
/// Lines of a Kubernetes container log (CRI): <c>2026-11-23T20:28:01.342Z stdout F text</c>. A line that was cut into parts (P) comes as
/// one record and is joined; lines of the other stream that came between stand for themselves.
/// </summary>
internal sealed class CriEnvelope : IEnvelope
{
    public string Name => "cri";

    public string Title => "Kubernetes container log (CRI: containerd, CRI-O)";

    public bool IsJson => false;

    public LineParts Parts => LineParts.Cri;

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = default;
        problem = null;
        while (at < record.Length)
        {
            var start = at;
            var line = LineAt(record, ref at);
            if (!TrySplit(line.Span, out var stream, out var isPart, out var text))
            {
                problem = "the line is not 'time stream tag text' as container runtimes (CRI) write it";
                return true;
            }

            if (isPart && at < record.Length)
                continue;
            content = Joined(record, start, stream, line[(line.Length - text.Length)..]);
            return true;
        }

        return false;
    }

    // What stands before the last part of a line: parts of the same stream since its last whole line.
    private static ReadOnlyMemory<byte> Joined(ReadOnlyMemory<byte> record, int end, ReadOnlySpan<byte> stream, ReadOnlyMemory<byte> last)
    {
        if (end == 0)
            return last;
        var whole = new MemoryStream(end + last.Length);
        for (var at = 0; at < end;)
        {
            var line = LineAt(record, ref at);
            if (!TrySplit(line.Span, out var itsStream, out var isPart, out var text) || !itsStream.SequenceEqual(stream))
                continue;
            whole.Write(text);
            if (!isPart)
                whole.SetLength(0);
        }

        whole.Write(last.Span);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private static ReadOnlyMemory<byte> LineAt(ReadOnlyMemory<byte> record, ref int at)
    {
        var rest = record[at..];
        var end = rest.Span.IndexOf((byte)'\n');
        at += end < 0 ? rest.Length : end + 1;
        return end < 0 ? rest : rest[..end];
    }

    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> stream, out bool isPart, out ReadOnlySpan<byte> text)
    {
        stream = default;
        text = default;
        isPart = false;
        var time = line.IndexOf((byte)' ');
        if (time < 20 || line[10] != 'T')
            return false;
        var rest = line[(time + 1)..];
        stream = rest.StartsWith("stdout "u8) ? rest[..6] : rest.StartsWith("stderr "u8) ? rest[..6] : default;
        if (stream.IsEmpty)
            return false;
        rest = rest[7..];
        // A tag is P or F, and may be followed by others behind ':'.
        if (rest.IsEmpty || rest[0] is not ((byte)'P' or (byte)'F'))
            return false;
        isPart = rest[0] == 'P';
        var space = rest.IndexOf((byte)' ');
        text = space < 0 ? default : rest[(space + 1)..];
        return space >= 0 || rest.Length == 1;
    }
}
