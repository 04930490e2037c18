using Engine.Ingest.Sources;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// Lines, of which those that a container runtime has cut into parts are one record: a client that sends 16 KiB of headers must not get its
/// line torn to pieces that no format reads. Lines of the other stream in between belong to that record, so that positions only grow.
/// </summary>
internal sealed class PartsBoundary(LineParts parts) : IRecordBoundary
{
    // Whole lines that wait for the last part of another. The runtime writes parts at once; a container that ended in the middle of a line
    // must not take those that follow with it.
    private const int MostBetween = 32;

    private readonly ILineScan _line = parts == LineParts.Docker ? new DockerScan() : new CriScan();
    private ContainerStream _open;
    private int _between;

    public int Skip(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        return first < 0 ? bytes.Length : first;
    }

    public int End(ReadOnlySpan<byte> bytes)
    {
        for (var start = 0; ;)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            _line.Look(length < 0 ? bytes[start..] : bytes.Slice(start, length));
            if (length < 0)
                return -1;
            if (EndsRecord())
                return start + length;
            start += length + 1;
        }
    }

    private bool EndsRecord()
    {
        var (stream, isPart) = _line.End();
        _open = isPart ? _open | stream : _open & ~stream;
        _between = isPart ? 0 : _between + 1;
        if (_open != ContainerStream.None && _between <= MostBetween)
            return false;
        _open = ContainerStream.None;
        _between = 0;
        return true;
    }
}
