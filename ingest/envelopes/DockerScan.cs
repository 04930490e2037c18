namespace Engine.Ingest.Envelopes;

/// <summary><c>{"log":"text\n","stream":"stdout"</c>: whether a long text ends with a line feed, and the stream's fourth letter.</summary>
internal sealed class DockerScan : ILineScan
{
    // Of bytes that are not written otherwise by Docker; anything else is no part.
    private static readonly byte[] s_begin = "{\"log\":\""u8.ToArray(), s_stream = ",\"stream\":\"std"u8.ToArray();

    private Place _place;
    private int _matched;
    private long _length;
    private bool _isEscaped;
    private bool _endsWithFeed;
    private byte _stream;

    private enum Place { Begin, Text, Stream, Passed }

    public void Look(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _place != Place.Passed)
            piece = piece[(_place == Place.Text ? LookAtText(piece) : Match(piece[0]))..];
    }

    public (ContainerStream Stream, bool IsPart) End()
    {
        var isPart = _place is Place.Stream or Place.Passed && !_endsWithFeed && _length >= DockerEnvelope.LeastPart;
        var stream = _stream == 'e' ? ContainerStream.Error : ContainerStream.Output;
        _place = Place.Begin;
        _matched = 0;
        _length = 0;
        _isEscaped = _endsWithFeed = false;
        _stream = 0;
        return (stream, isPart);
    }

    private int Match(byte letter)
    {
        var wanted = _place == Place.Begin ? s_begin : s_stream;
        if (_place == Place.Stream && _matched == wanted.Length)
            (_stream, _place) = (letter, Place.Passed);
        else if (letter != wanted[_matched])
            _place = Place.Passed;
        else if (++_matched == wanted.Length && _place == Place.Begin)
            _place = Place.Text;
        return 1;
    }

    // Up to its next escape or its end.
    private int LookAtText(ReadOnlySpan<byte> piece)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            _endsWithFeed = piece[0] == 'n';
            _length++;
            return 1;
        }

        var plain = piece.IndexOfAny((byte)'\\', (byte)'"');
        var taken = plain < 0 ? piece.Length : plain;
        _length += taken;
        _endsWithFeed &= taken == 0;
        if (plain < 0)
            return taken;
        if (piece[plain] == '\\')
            _isEscaped = true;
        else
            (_place, _matched) = (Place.Stream, 0);
        return taken + 1;
    }
}
