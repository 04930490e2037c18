using Engine.Ingest.Sources;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// Lines, of which those that a container runtime has cut into parts are one record: a client that sends 16 KiB of headers must not get its
/// line torn to pieces that no format reads.
/// </summary>
internal sealed class PartsBoundary(LineParts parts) : IRecordBoundary
{
    private const int LogStart = 7, StreamLetter = 3;

    // Of the running line.
    private int _place;
    private int _spaces;
    private int _wordStart;
    private bool _isEscaped;
    private bool _logIsClosed;
    private bool _endsWithFeed;
    private byte _tag;
    private byte _stream;

    // Stream of the parts that wait for their last one; 0: none do.
    private byte _waiting;

    public int Skip(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        return first < 0 ? bytes.Length : first;
    }

    public int End(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\n')
            {
                Look(bytes[i]);
                continue;
            }

            if (EndsRecord())
                return i;
        }

        return -1;
    }

    private void Look(byte letter)
    {
        if (parts == LineParts.Docker)
            LookForEndOfLog(letter);
        else
            LookForTag(letter);
        _place++;
    }

    // time stdout P text
    private void LookForTag(byte letter)
    {
        if (_spaces > 2)
            return;
        if (letter == ' ')
        {
            _spaces++;
            _wordStart = _place + 1;
        }
        else if (_spaces == 1 && _place == _wordStart + StreamLetter)
        {
            _stream = letter;
        }
        else if (_spaces == 2 && _place == _wordStart)
        {
            _tag = letter;
        }
    }

    // {"log":"text\n","stream": its last escape is the line feed, unless the line goes on.
    private void LookForEndOfLog(byte letter)
    {
        if (_logIsClosed || _place <= LogStart)
            return;
        if (_isEscaped)
        {
            _isEscaped = false;
            _endsWithFeed = letter == 'n';
        }
        else if (letter == '\\')
        {
            _isEscaped = true;
        }
        else if (letter == '"')
        {
            _logIsClosed = true;
        }
        else
        {
            _endsWithFeed = false;
        }
    }

    private bool EndsRecord()
    {
        var isPart = parts == LineParts.Docker ? _logIsClosed && !_endsWithFeed : _tag == 'P';
        var stream = parts == LineParts.Docker ? (byte)1 : _stream;
        if (isPart && _waiting == 0)
            _waiting = stream;
        var isWhole = _waiting == 0 || (!isPart && stream == _waiting);
        if (isWhole)
            _waiting = 0;
        _place = _spaces = _wordStart = 0;
        _tag = _stream = 0;
        _isEscaped = _logIsClosed = _endsWithFeed = false;
        return isWhole;
    }
}
