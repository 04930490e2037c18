namespace Engine.Ingest.Sources;

/// <summary>A record is a line, ended by \n or \r\n; blank lines are none.</summary>
internal sealed class LineBoundary : IRecordBoundary
{
    public int Skip(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        return first < 0 ? bytes.Length : first;
    }

    public int End(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'\n');
}
